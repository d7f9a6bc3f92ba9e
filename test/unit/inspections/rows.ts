import type { HistoryDefect, HistoryInspection } from "../../../src/modules/inspections/index.ts";

type Wanted = Partial<Omit<HistoryInspection, "reading" | "defects">> & {
  readonly miles?: number;
  readonly defects?: readonly Partial<HistoryDefect>[];
};

/** A British test that a case names only the point of. Its defects are `id-0`, `id-1` … */
export function inspection(id: string, { miles, defects = [], ...wanted }: Wanted): HistoryInspection {
  const performedOn = wanted.performedOn ?? "2024-05-13";
  return {
    id,
    garageId: null,
    country: "GB",
    kind: "PERIODIC",
    result: "PASS",
    nationalKind: null,
    nationalResult: null,
    performedAt: new Date(`${performedOn}T10:00:00Z`),
    validUntil: null,
    retestBy: null,
    drivingBannedFrom: null,
    certificateNumber: null,
    retestOf: null,
    source: "DVSA",
    sourceKey: id,
    ...wanted,
    performedOn,
    reading:
      miles === undefined
        ? null
        : {
            id,
            readOn: performedOn,
            value: miles,
            unit: "MI",
            km: Math.round(miles * 1.609344),
            source: "DVSA",
            reason: null,
            repairedKm: null,
          },
    defects: defects.map((defect, ordinal) => defectOf(`${id}-${ordinal}`, ordinal, defect)),
  };
}

function defectOf(id: string, ordinal: number, wanted: Partial<HistoryDefect>): HistoryDefect {
  return {
    id,
    ordinal,
    severity: "ADVISORY",
    code: null,
    scheme: "UK_MOT",
    annexItem: "5.2.3",
    text: null,
    textLocale: null,
    axle: null,
    side: null,
    spot: null,
    axleNumber: null,
    partCategories: [],
    rectified: false,
    unstructured: false,
    codeUnknown: false,
    repeatOf: null,
    ...wanted,
  };
}
