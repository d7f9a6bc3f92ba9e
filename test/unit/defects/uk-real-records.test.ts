import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import {
  parseUkDefect,
  partNeedsOf,
  type UkDefectRecord,
  type UkVehicleManual,
} from "../../../src/modules/defects/index.ts";
import { findCrosswalkRow } from "../../../src/modules/parts/index.ts";
import { sharedData } from "../../support/shared-data.ts";

interface History {
  motTests: { completedDate: string; defects: UkDefectRecord[] | null }[];
}

const histories = sharedData("uk-mot-histories/histories.jsonl");
const rejections = sharedData("uk-mot-rfr/rfr_items.csv");

function realDefects() {
  return readFileSync(histories!, "utf8")
    .trim()
    .split("\n")
    .flatMap((line) => (JSON.parse(line) as History).motTests)
    .flatMap(({ completedDate, defects }) =>
      (defects ?? []).map((record) => ({
        record,
        defect: parseUkDefect(record, completedDate.slice(0, 10)),
      })),
    );
}

/** Whether the item's repair takes a part at all: the crosswalk says so for every item. */
function takesPart(annexItem: string): boolean {
  return findCrosswalkRow(annexItem)!.parts.length > 0;
}

test.skipIf(histories === null)(
  "at least 95 % of the defects in the real histories have an item and the parts it takes (needs uk-mot-histories)",
  () => {
    const all = realDefects();
    expect(all).toHaveLength(253);
    const rest = all.filter(
      ({ defect }) =>
        defect.annexItem === null ||
        (!defect.remark && takesPart(defect.annexItem) && partNeedsOf(defect).length === 0),
    );
    expect(rest.map(({ record }) => record.text)).toEqual([]);
  },
);

test.skipIf(histories === null)(
  "items that take no part are the exception in the real histories (needs uk-mot-histories)",
  () => {
    const without = realDefects().filter(({ defect }) => partNeedsOf(defect).length === 0);
    expect(
      without.map(({ defect, record }) => [defect.annexItem, defect.remark, record.text?.slice(0, 30)]),
    ).toEqual([
      ["3.1", true, "Items removed from driver's vi"],
      ["3.1", false, "Centre Front Windscreen has a "],
      ["6.2.9", true, "lower engine/gearbox covers fi"],
      ["6.2.9", true, "lower engine/gearbox covers fi"],
    ]);
  },
);

test.skipIf(histories === null)(
  "every reference in the real histories is of a manual we know, and no severity is new (needs uk-mot-histories)",
  () => {
    const all = realDefects();
    expect(all.filter(({ defect }) => defect.warnings.length > 0).map(({ record }) => record.text)).toEqual(
      [],
    );
    const schemes = Object.groupBy(all, ({ defect }) => defect.scheme);
    const counts = Object.entries(schemes).map(([scheme, some]) => [scheme, some.length]);
    expect(Object.fromEntries(counts)).toEqual({ UK_MOT: 146, UK_MOT_LEGACY: 73, UNSTRUCTURED: 34 });
  },
);

test.skipIf(rejections === null)(
  "the old testing guides' reasons for rejection have an item, all but those that name none (needs uk-mot-rfr)",
  () => {
    const rows = parse<Record<string, string>>(readFileSync(rejections!, "utf8"), { columns: true });
    const guides = new Map<string | undefined, UkVehicleManual>([
      ["1", "MOTORCYCLE"],
      ["3", "CAR"],
    ]);
    const inGuides = rows.filter((row) => guides.has(row["manual"]));
    expect(inGuides).toHaveLength(3133);
    const without = inGuides.filter((row) => {
      const subject = row["item_selector"]!.split(">").at(-1)!.trim();
      const text = `${subject} ${row["fail_text"]!} (${row["inspection_manual_reference"]!})`;
      return (
        parseUkDefect({ text, type: "FAIL" }, "2017-01-01", guides.get(row["manual"])).annexItem === null
      );
    });
    expect(without.map((row) => row["inspection_manual_reference"])).toEqual([
      "Manual",
      "Manual",
      "9.1",
      "9.7",
    ]);
  },
);
