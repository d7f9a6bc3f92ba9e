import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FORMATS } from "../../../src/modules/ingestion/formats/index.ts";
import { RowError } from "../../../src/modules/ingestion/rejection.ts";
import {
  INGESTION_FORMATS,
  REJECTION_CODES,
  type IngestionFormat,
} from "../../../src/modules/ingestion/index.ts";
import type { GoldenCase } from "./golden.ts";
import { FR_CENTRES } from "./fr-centres.golden.ts";
import { FR_CONTROLE_TECHNIQUE } from "./fr-controle-technique.golden.ts";
import { KIMBERLITE } from "./kimberlite.golden.ts";
import { NL_RDW } from "./nl-rdw.golden.ts";
import { UK_MOT_HISTORY } from "./uk-mot-history.golden.ts";
import { UK_MOT_STATIONS } from "./uk-mot-stations.golden.ts";

const TODAY = "2026-06-15";

const GOLDEN: Record<IngestionFormat, readonly GoldenCase[]> = {
  "uk-mot-history": UK_MOT_HISTORY,
  "uk-mot-stations": UK_MOT_STATIONS,
  "nl-rdw": NL_RDW,
  "fr-controle-technique": FR_CONTROLE_TECHNIQUE,
  "fr-centres": FR_CENTRES,
  kimberlite: KIMBERLITE,
};

for (const [format, cases] of Object.entries(GOLDEN)) {
  describe(format, () => {
    test.for(cases)("reads $_case", ({ row, vehicle, garage, repairOrder, rejections }) => {
      const parsed = FORMATS[format as IngestionFormat].parse(row, TODAY);
      expect(parsed.rejections).toEqual(rejections ?? []);
      if (vehicle === null) expect(parsed.vehicle).toBeNull();
      else if (vehicle !== undefined) expect(parsed.vehicle).toMatchObject(vehicle);
      if (garage === null) expect(parsed.garage).toBeNull();
      else if (garage !== undefined) expect(parsed.garage).toMatchObject(garage);
      if (repairOrder === undefined) expect(parsed.repairOrder ?? null).toBeNull();
      else expect(parsed.repairOrder).toMatchObject(repairOrder);
    });
  });
}

describe("docs/ingestion.md", () => {
  const page = readFileSync("docs/ingestion.md", "utf8");

  test("shows records that are read without a complaint", () => {
    const example = /```json\n([^]+?)```/.exec(page)?.[1]?.trim().split("\n") ?? [];
    expect(example).toHaveLength(4);
    for (const line of example) {
      const parsed = FORMATS.kimberlite.parse(JSON.parse(line) as Record<string, unknown>, TODAY);
      expect(parsed.rejections).toEqual([]);
    }
  });

  test("lists every code of a refused row, and every format", () => {
    const table = page.slice(page.indexOf("### Codes of refused rows"), page.indexOf("## Formats"));
    const listed = [...table.matchAll(/`([A-Z_0-9]+)`/g)].map(([, code]) => code);
    expect(listed).toEqual(expect.arrayContaining([...REJECTION_CODES]));
    for (const format of INGESTION_FORMATS) expect(page).toContain(`| \`${format}\``);
  });
});

test.for(Object.keys(FORMATS) as IngestionFormat[])(
  "%s refuses a row of something else as not of the format",
  (format) => {
    const parse = () => FORMATS[format].parse({ colour: "green", size: "7" }, TODAY);
    expect(parse).toThrow(RowError);
    expect(parse).toThrow(expect.objectContaining({ code: "ROW_NOT_OF_FORMAT" }));
  },
);
