import { expect, test } from "vitest";
import { condense } from "../../../src/modules/demand/reads/condense.ts";

test("inspections due are the published vehicles, a multiple of 5, where their units are rounded otherwise", () => {
  const published = ["2026-11-01", "2026-11-02", "2026-11-01 06:00:00+00", "FR-2A", "*"];
  const rows = [
    [...published, "*", "55", "60", null, null],
    [...published, "WIPER_BLADE_SET", "25", "20", null, null],
  ];

  const { cells } = condense(rows, {
    by: [],
    areas: [{ name: null, rows: ["FR-2A", "FR-2B"] }],
    makes: [{ name: null, rows: ["*"] }],
    parts: [],
    isPeriod: false,
    isInPeriod: () => true,
    hasInspections: true,
  });

  expect(cells).toMatchObject([{ inspectionsDue: 60, units: null, suppressed: "DISCLOSURE_CONTROL" }]);
});
