import { describe, expect, test } from "vitest";
import { FORMATS } from "../../../src/modules/ingestion/formats/index.ts";
import { RowError } from "../../../src/modules/ingestion/rejection.ts";
import type { IngestionFormat } from "../../../src/modules/ingestion/index.ts";
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
    test.for(cases)("reads $_case", ({ row, vehicle, garage, rejections }) => {
      const parsed = FORMATS[format as IngestionFormat].parse(row, TODAY);
      expect(parsed.rejections).toEqual(rejections ?? []);
      if (vehicle === null) expect(parsed.vehicle).toBeNull();
      else if (vehicle !== undefined) expect(parsed.vehicle).toMatchObject(vehicle);
      if (garage === null) expect(parsed.garage).toBeNull();
      else if (garage !== undefined) expect(parsed.garage).toMatchObject(garage);
    });
  });
}

test.for(Object.keys(FORMATS) as IngestionFormat[])(
  "%s refuses a row of something else as not of the format",
  (format) => {
    const parse = () => FORMATS[format].parse({ colour: "green", size: "7" }, TODAY);
    expect(parse).toThrow(RowError);
    expect(parse).toThrow(expect.objectContaining({ code: "ROW_NOT_OF_FORMAT" }));
  },
);
