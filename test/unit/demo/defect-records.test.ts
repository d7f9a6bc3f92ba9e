import { describe, expect, test } from "vitest";
import { COMPONENT_ROWS } from "../../../src/modules/demo/components.data.ts";
import { allDefectRecords, defectRecord } from "../../../src/modules/demo/defect-records.ts";
import { PLACES } from "../../../src/modules/demo/inspect.ts";
import { DEFECT_SEVERITIES } from "../../../src/modules/vocabulary/index.ts";

describe.each(["FR", "GB"] as const)("the defect records of %s", (country) => {
  test("are read by the parser of their list without a warning", () => {
    for (const { component, record } of allDefectRecords(country)) {
      expect(record.parsed.warnings, component.key).toEqual([]);
      expect(record.parsed.scheme).toBe(country === "FR" ? "FR_CT" : "UK_MOT");
      expect(record.parsed.annexItem, component.key).not.toBeNull();
      expect(record.codeUnknown).toBe(false);
    }
  });

  test("name a part that the repair takes", () => {
    for (const { component, record } of allDefectRecords(country))
      expect(record.partCategories.length, `${component.key} ${record.parsed.code}`).toBeGreaterThan(0);
  });

  test("have the severity they are filed under and the place they were written for", () => {
    for (const [component, row] of COMPONENT_ROWS.entries()) {
      for (const severity of DEFECT_SEVERITIES) {
        if (row[country].records[severity] === undefined) continue;
        for (const [place, [axle, side]] of PLACES[row.places].entries()) {
          const { parsed } = defectRecord(country, component, severity, place);
          expect(parsed.severity, row.key).toBe(severity);
          // A text may name an axle where the component has no places.
          if (axle !== null) expect(parsed.position?.axle, row.key).toBe(axle);
          expect(parsed.position?.side ?? null, row.key).toBe(side);
        }
      }
    }
  });

  test("exist for everything that a component can show", () => {
    for (const row of COMPONENT_ROWS) {
      const { notes, fails, dangerous, records } = row[country];
      expect(records.MAJOR !== undefined, `${row.key} fails`).toBe(fails > 0);
      expect(records.DANGEROUS !== undefined, `${row.key} dangerous`).toBe(dangerous > 0);
      expect(records.ADVISORY !== undefined || records.MINOR !== undefined, `${row.key} notes`).toBe(
        notes > 0,
      );
    }
  });
});
