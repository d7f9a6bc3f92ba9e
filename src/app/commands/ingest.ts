import { Option, type Command } from "commander";
import type pg from "pg";
import {
  ingest,
  INGESTION_FORMATS,
  listRejectedRows,
  type IngestionFormat,
  type IngestionOptions,
  type IngestionSummary,
} from "../../modules/ingestion/index.ts";
import { openErasedIdentities } from "../../modules/consents/index.ts";
import type { ReadConfig } from "../../platform/config/config.ts";
import { openJobSender } from "../../platform/jobs/job-sender.ts";
import { CommandError } from "../describe-failure.ts";
import { withBulkPool } from "../bulk-pool.ts";
import { migrate } from "../migrate.ts";
import { openProgress } from "../progress.ts";
import { withRuntime } from "../runtime.ts";
import { RESCORE_VEHICLES } from "../rescoring.ts";
import { onStop } from "../until-stopped.ts";

/** Rejected rows shown on the terminal; all of them are in the table rejected_rows. */
const SHOWN = 20;

/** `ingest`: inspections, vehicles and garages from their sources' own files. */
export function addIngestCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("ingest")
    .description("read files of inspections, vehicles or garages; `-` is standard input, .gz is understood")
    .argument("<files...>", "files to read, in this order")
    .addOption(
      new Option("--format <format>", "what the files hold").choices(INGESTION_FORMATS).makeOptionMandatory(),
    )
    .action((files: string[], { format }: { format: IngestionFormat }) =>
      withRuntime(readConfig(), async (runtime) => {
        const { ownerUrl, keys, now, logger } = runtime;
        await migrate(ownerUrl);
        const stop = new AbortController();
        onStop(() => {
          stop.abort();
        });
        const { erasedAmong: findErased } = openErasedIdentities(keys);
        await withBulkPool(runtime, async (pool) => {
          const jobs = await openJobSender(pool, [RESCORE_VEHICLES], logger);
          const onChanged: IngestionOptions["onChanged"] = (client, vehicleIds) =>
            jobs.send(client, RESCORE_VEHICLES, { vehicleIds });
          try {
            for (const file of files)
              await ingestFile({
                pool,
                format,
                file,
                now: now(),
                findErased,
                onChanged,
                signal: stop.signal,
              });
          } finally {
            await jobs.close();
          }
        });
      }),
    );
}

interface FileToIngest {
  readonly pool: pg.Pool;
  readonly format: IngestionFormat;
  readonly file: string;
  readonly now: Date;
  readonly findErased: IngestionOptions["findErased"];
  readonly onChanged: NonNullable<IngestionOptions["onChanged"]>;
  readonly signal: AbortSignal;
}

async function ingestFile({
  pool,
  format,
  file,
  now,
  findErased,
  onChanged,
  signal,
}: FileToIngest): Promise<void> {
  const progress = openProgress(file === "-" ? "standard input" : file);
  let summary: IngestionSummary;
  try {
    summary = await ingest({
      pool,
      format,
      source: file,
      stdin: process.stdin,
      now,
      findErased,
      onChanged,
      signal,
      onProgress: ({ bytesRead, bytesTotal, read, rejected }) => {
        progress.update(
          bytesRead,
          bytesTotal,
          `${read} records${rejected > 0 ? `, ${rejected} rejected` : ""}`,
        );
      },
    });
  } finally {
    progress.end();
  }
  process.stdout.write(report(file, summary));
  if (summary.rejected === 0) return;
  const rows = await listRejectedRows(pool, summary.runId, { limit: SHOWN });
  for (const { lineNumber, code, reason } of rows)
    process.stdout.write(`  line ${lineNumber}: ${code}: ${reason}\n`);
  if (summary.rejected > rows.length) {
    process.stdout.write(`  … all of them: select * from rejected_rows where run_id = '${summary.runId}'\n`);
  }
  if (summary.rejected === summary.read) throw new CommandError(`Nothing in ${file} was fit to be kept.`);
}

function report(file: string, summary: IngestionSummary): string {
  const kinds = Object.entries(summary.byKind).map(
    ([kind, { read, inserted, updated, unchanged, rejected }]) =>
      `  ${kind.padEnd(12)} ${read} read: ${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected\n`,
  );
  const how = summary.resumed ? " (taken up where an interrupted run ended)" : "";
  return `${file}${how}\n${kinds.join("")}`;
}
