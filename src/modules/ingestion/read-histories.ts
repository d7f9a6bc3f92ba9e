import type { Readable } from "node:stream";
import type { HistoryInspection } from "../inspections/index.ts";
import { FORMATS } from "./formats/index.ts";
import type { IngestionFormat } from "./ingestion.table.ts";
import { newInspection } from "./merge/apply-inspection.ts";
import { readBatches } from "./read-batches.ts";
import { NO_FACTS, type VehicleFacts, type VehicleRecord } from "./record.ts";
import { openSource } from "./source/open-source.ts";

/** One vehicle of a file as ingesting it would keep it, but for its identity. */
export interface ReadHistory {
  readonly facts: VehicleFacts;
  readonly country: VehicleRecord["identity"]["country"];
  readonly areaCode: string;
  /** In the order of the file; what follows from the others (retests, believable distances) is not derived yet. */
  readonly inspections: readonly HistoryInspection[];
}

/**
 * Reads a file's vehicles without keeping anything, for trying out on them what is made of histories. Rows that
 * ingestion would reject are passed over.
 * @throws {IngestionError} with a code that says why the file was not read to its end
 */
export async function* readHistories(
  format: IngestionFormat,
  path: string,
  { stdin, today }: { stdin: Readable; today: string },
): AsyncGenerator<ReadHistory> {
  const source = await openSource(path, stdin);
  try {
    const rows = FORMATS[format].rows(source.chunks, 0);
    for await (const { vehicles } of readBatches(FORMATS[format], rows, today, 0)) {
      for (const { value } of vehicles) yield historyOf(value);
    }
  } finally {
    source.close();
  }
}

function historyOf({ identity: { country }, facts, areaCode, inspections }: VehicleRecord): ReadHistory {
  return {
    facts: facts ?? NO_FACTS,
    country,
    areaCode,
    inspections: inspections.flatMap((record) =>
      record.result === null
        ? []
        : [newInspection({ ...record, result: record.result }, country, null).inspection],
    ),
  };
}
