import { describe, expect, test } from "vitest";
import type { EvidenceItem } from "../../../src/modules/signals/index.ts";
import { explain, type ExplainedSignal } from "../../../src/modules/signals/explain.ts";
import { citationOf } from "../../../src/modules/signals/citation.ts";
import { EVIDENCE_KINDS, SIGNAL_KINDS } from "../../../src/modules/vocabulary/index.ts";

const signal = (wanted: Partial<ExplainedSignal> = {}): ExplainedSignal => ({
  kind: "INSPECTION_DUE",
  inspectionKind: "PERIODIC",
  partCategory: null,
  axle: null,
  side: null,
  momentFrom: "2026-06-01",
  momentLikely: "2026-06-20",
  momentUntil: "2026-07-01",
  expiresOn: "2027-06-24",
  probability: 0.8125,
  baselineRate: 0.8,
  evidence: [],
  ...wanted,
});

const ALL_EVIDENCE: readonly EvidenceItem[] = [
  {
    kind: "DEFECT",
    on: "2024-05-04",
    inspectionId: "i",
    defectId: "d",
    annexItem: "1.1.13",
    severity: "MINOR",
  },
  {
    kind: "ODOMETER_PAIR",
    on: "2024-05-04",
    earlierReadingId: "a",
    laterReadingId: "b",
    distanceKm: 21_000,
    days: 730,
  },
  {
    kind: "RULE",
    on: "2026-06-24",
    ruleId: "FR-RETEST-MAJOR",
    ruleVersion: 1,
    citation: null,
    inspectionId: "i",
  },
  { kind: "COHORT", cohort: "CARS_OF_2018", rate: 0.031, population: 1200 },
  { kind: "DECLARATION", on: "2026-06-14", reference: "Q-1" },
  { kind: "RECALL", on: "2026-06-14", reference: "R-1" },
  { kind: "REPAIR", on: "2025-11-03", operation: "REPLACE", partCategory: "BRAKE_DISC" },
];

describe("an explanation", () => {
  test("says in English what, why, when and how likely", () => {
    const text = explain(
      signal({
        kind: "WEAR_REPORTED",
        inspectionKind: null,
        partCategory: "BRAKE_PAD_SET",
        axle: "FRONT",
        evidence: ALL_EVIDENCE.slice(0, 2),
      }),
      "EN",
      "2026-06-15",
    );
    expect(text).toBe(
      "Brake pad set (front): an inspector noted wear. Brake linings and pads (1.1.13): minor, on 4 May 2024. " +
        "About 21,000 km were driven in the 730 days before. Most likely around 20 June 2026; with 80 % certainty " +
        "from 1 June 2026 to 1 July 2026. Probability 81.3%, against 80% of the population.",
    );
  });

  test("says what was repaired, and what was taken for granted, in both languages", () => {
    const evidence: EvidenceItem[] = [
      { kind: "COHORT", cohort: "FI", rate: 0.031, population: null, isCarByModel: true },
      { kind: "REPAIR", on: "2025-11-03", operation: "REPLACE", partCategory: "BRAKE_DISC" },
    ];
    const predicted = signal({ kind: "FAILURE_PREDICTED", partCategory: "BRAKE_PAD_SET", evidence });
    expect(explain(predicted, "EN", "2026-06-15")).toContain(
      "It happened to 3.1% of FI. Its source does not say what kind of vehicle it is: it is taken for a passenger car, " +
        "as others of its make and model are. Brake disc: replaced on 3 November 2025, says a repair order.",
    );
    expect(explain(predicted, "FR", "2026-06-15")).toMatch(
      /pris pour une voiture particulière.* Disque de frein : remplacement le 3 novembre 2025, d’après un ordre/,
    );
  });

  test("says the same in French", () => {
    const text = explain(
      signal({
        kind: "REPAIR_REQUIRED",
        partCategory: "BRAKE_PAD_SET",
        axle: "FRONT",
        evidence: ALL_EVIDENCE.slice(0, 1),
      }),
      "FR",
      "2026-06-15",
    );
    expect(text).toMatch(
      /^Jeu de plaquettes de frein \(avant\) : une défaillance a fait refuser le véhicule/,
    );
    expect(text).toMatch(/\(1\.1\.13\) : mineure, le 4 mai 2024\./);
    expect(text).toMatch(/vers le 20 juin 2026/);
  });

  test("speaks of a day that is over in the past", () => {
    const due = signal({ evidence: [ALL_EVIDENCE[2]!] });
    expect(explain(due, "EN", "2026-06-24")).toMatch(/is due by 24 June 2026\./);
    expect(explain(due, "EN", "2026-06-25")).toMatch(/was due by 24 June 2026\./);
    expect(explain(due, "FR", "2026-06-25")).toMatch(/était à faire au plus tard le 24 juin 2026\./);
  });

  test("has words for every kind of signal and of evidence, and leaves no gap in any", () => {
    expect(new Set(ALL_EVIDENCE.map(({ kind }) => kind))).toEqual(new Set(EVIDENCE_KINDS));
    for (const locale of ["EN", "FR"] as const) {
      const texts = SIGNAL_KINDS.map((kind) =>
        explain(signal({ kind, partCategory: "TYRE", evidence: ALL_EVIDENCE }), locale, "2026-06-15"),
      );
      expect(new Set(texts).size).toBe(SIGNAL_KINDS.length);
      for (const text of texts) expect(text).not.toMatch(/undefined|null|NaN|\?|\s\./);
    }
  });

  test("is English in a language that has no words of its own", () => {
    expect(explain(signal(), "DE", "2026-06-15")).toBe(explain(signal(), "EN", "2026-06-15"));
  });
});

describe("citationOf", () => {
  test("knows the law behind a rule, by its version", () => {
    expect(citationOf("FR-RETEST-MAJOR", 1)).toMatch(/18 June 1991/);
    expect(citationOf("FR-RETEST-MAJOR", 99)).toBeNull();
    expect(citationOf(null, null)).toBeNull();
  });
});
