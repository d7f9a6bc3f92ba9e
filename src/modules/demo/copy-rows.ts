import { spherePoint } from "../garages/index.ts";
import type { DefectRecord } from "./defect-records.ts";
import { dateOf } from "./days.ts";
import type { DemoDefect, DemoInspection, DemoVehicle, HistorySummary } from "./fleet.types.ts";
import type { DemoGarage } from "./garages.ts";
import { demoRegistration, demoVin } from "./identifiers.ts";
import { validUntilOf } from "./summary.ts";

/** Rows as text for `COPY … FROM STDIN` (format text): tabs between columns, \N for null, a line feed after each row. */
export const COPY_COLUMNS = {
  garages:
    "id, country, source, external_id, name, kinds, street, postal_code, city, phone, area_code, latitude, " +
    "longitude, position, networks, vehicle_categories",
  vehicles:
    "id, country, registration, vin, make, model, variant, colour, category, usage, fuel, engine_capacity_cc, " +
    "power_kw, gross_mass_kg, first_registered_on, first_registered_precision, area_code, odometer_km, " +
    "odometer_read_on, odometer_km_per_year, odometer_verdict, odometer_reason, last_periodic_on, " +
    "last_periodic_result, last_periodic_valid_until, last_periodic_previous_due_on, last_periodic_cleared_on, " +
    "last_complementary_on, last_complementary_result, last_complementary_valid_until",
  inspections:
    "vehicle_id, area_code, make, country, source, id, garage_id, kind, result, national_kind, national_result, " +
    "performed_on, valid_until, retest_by, driving_banned_from, certificate_number, retest_of, source_key",
  defects:
    "vehicle_id, area_code, make, inspection_id, ordinal, id, repeat_of, rectified, severity, code, scheme, " +
    "annex_item, text, text_locale, axle, side, spot, axle_number, part_categories, code_unknown",
  odometer_readings: "vehicle_id, area_code, make, source, id, read_on, value, unit, km, reason, repaired_km",
} as const;

export type CopiedTable = keyof typeof COPY_COLUMNS;

const NULL = "\\N";

function cell(value: string | number | null): string | number {
  return value ?? NULL;
}

/** Free text: tabs, line feeds and backslashes would end a column, a row or the format. */
function text(value: string | null): string {
  return value === null ? NULL : value.replaceAll(/[\\\t\n\r]/g, (found) => (found === "\\" ? "\\\\" : " "));
}

/** An array of words that need no quotes, except the empty one. */
function words(list: readonly string[]): string {
  return `{${list.map((word) => (word.includes(" ") ? `"${word}"` : word)).join(",")}}`;
}

export function garageRow(garage: DemoGarage): string {
  const { latitude, longitude } = garage;
  const point = latitude === null || longitude === null ? NULL : spherePoint(latitude, longitude);
  const columns = [
    garage.id,
    garage.country,
    "SYNTHETIC",
    garage.externalId,
    text(garage.name),
    words(garage.kinds),
    text(garage.street),
    cell(garage.postalCode),
    text(garage.city),
    garage.phone,
    garage.areaCode,
    cell(latitude),
    cell(longitude),
    point,
    words(garage.networks),
    words(garage.vehicleCategories),
  ];
  return `${columns.join("\t")}\n`;
}

export function vehicleRow(vehicle: DemoVehicle): string {
  const { traits, odometer, summary } = vehicle;
  const { row } = traits;
  const [variant, fuel, capacityCc, powerKw] = traits.engine;
  return (
    `${vehicle.id}\t${traits.country}\t${demoRegistration(traits.index)}\t${demoVin(traits.index)}\t` +
    `${row.make}\t${row.model}\t${variant}\t${traits.colour}\t${row.category}\t${traits.usage}\t${fuel}\t` +
    `${cell(capacityCc)}\t${powerKw}\t${row.grossMassKg}\t${dateOf(traits.firstRegisteredDay)}\tDAY\t` +
    `${traits.areaCode}\t${cell(odometer.latestKm)}\t${cell(odometer.readOn)}\t` +
    `${cell(odometer.kmPerYear === null ? null : Math.round(odometer.kmPerYear.value))}\t` +
    `${odometer.verdict}\t${cell(odometer.reason)}\t${summaryColumns(summary)}\n`
  );
}

function summaryColumns({ periodic, complementary }: HistorySummary): string {
  const columns = [
    periodic?.inspection.performedOn,
    periodic?.inspection.result,
    periodic && validUntilOf(periodic),
    periodic?.previousDueOn,
    periodic?.clearedBy?.performedOn,
    complementary?.inspection.performedOn,
    complementary?.inspection.result,
    complementary && validUntilOf(complementary),
  ];
  return columns.map((column) => column ?? NULL).join("\t");
}

const FRENCH_KINDS = {
  PERIODIC: "VTP",
  RETEST: "CV",
  COMPLEMENTARY: "VTC",
  COMPLEMENTARY_RETEST: "CVC",
} as const;

/** The letters of UTAC and the words of DVSA. */
const NATIONAL_RESULTS = {
  FR: {
    PASS: "A",
    PASS_WITH_MINOR: "A",
    PASS_AFTER_RECTIFICATION: "A",
    FAIL_MAJOR: "S",
    FAIL_DANGEROUS: "R",
    ABORTED: "X",
  },
  GB: {
    PASS: "PASSED",
    PASS_WITH_MINOR: "PASSED",
    PASS_AFTER_RECTIFICATION: "PASSED",
    FAIL_MAJOR: "FAILED",
    FAIL_DANGEROUS: "FAILED",
    ABORTED: "ABANDONED",
  },
} as const;

/** The rows of a vehicle's inspections, defects and readings. */
export function historyRows(vehicle: DemoVehicle): {
  inspections: string;
  defects: string;
  readings: string;
} {
  const { traits } = vehicle;
  const head = `${vehicle.id}\t${traits.areaCode}\t${traits.row.make}\t`;
  let [inspections, defects, readings] = ["", "", ""];
  let ordinal = 0;
  for (const inspection of vehicle.inspections) {
    ordinal += 1;
    inspections += head + inspectionColumns(vehicle, inspection, ordinal);
    readings += head + readingColumns(inspection);
    let place = 0;
    for (const defect of inspection.defects) {
      defects += `${head}${inspection.id}\t${place}\t${defectColumns(defect)}`;
      place += 1;
    }
  }
  return { inspections, defects, readings };
}

function inspectionColumns({ traits }: DemoVehicle, inspection: DemoInspection, ordinal: number): string {
  const { country } = traits;
  return (
    `${country}\tSYNTHETIC\t${inspection.id}\t${inspection.garageId}\t${inspection.kind}\t${inspection.result}\t` +
    `${country === "FR" ? FRENCH_KINDS[inspection.kind] : NULL}\t` +
    `${NATIONAL_RESULTS[country][inspection.result]}\t${inspection.performedOn}\t` +
    `${cell(inspection.validUntil)}\t${cell(inspection.retestBy)}\t${cell(inspection.drivingBannedFrom)}\t` +
    `DEMO${traits.index}-${ordinal}\t${cell(inspection.retestOf)}\t${ordinal}\n`
  );
}

function readingColumns({ id, reading }: DemoInspection): string {
  return (
    `SYNTHETIC\t${id}\t${reading.readOn}\t${reading.value}\t${reading.unit}\t${reading.km}\t` +
    `${cell(reading.reason)}\t${cell(reading.repairedKm)}\n`
  );
}

/** The same few hundred records make up all defects. */
const recordColumns = new Map<DefectRecord, string>();

function columnsOfRecord(record: DefectRecord): string {
  let columns = recordColumns.get(record);
  if (columns === undefined) {
    const { parsed } = record;
    columns = [
      parsed.severity,
      cell(parsed.code),
      parsed.scheme,
      cell(parsed.annexItem),
      text(parsed.text),
      cell(parsed.textLocale),
      cell(parsed.position?.axle ?? null),
      cell(parsed.position?.side ?? null),
      cell(parsed.position?.spot ?? null),
      cell(parsed.position?.axleNumber ?? null),
      words(record.partCategories),
      record.codeUnknown ? "t" : "f",
    ].join("\t");
    recordColumns.set(record, columns);
  }
  return columns;
}

function defectColumns(defect: DemoDefect): string {
  return (
    `${defect.id}\t${cell(defect.repeatOf)}\t${defect.rectified ? "t" : "f"}\t` +
    `${columnsOfRecord(defect.record)}\n`
  );
}
