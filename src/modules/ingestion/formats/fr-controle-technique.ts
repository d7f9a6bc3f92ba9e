import { findArea } from "../../areas/index.ts";
import { parseFrDefect } from "../../defects/index.ts";
import { MAX_ODOMETER_VALUE } from "../../odometer/index.ts";
import { nationalKind, nationalResult } from "../../schedule/index.ts";
import type { InspectionKind, InspectionResult } from "../../vocabulary/index.ts";
import type { ParsedRow } from "../parsed-row.ts";
import type { DefectRecord, InspectionRecord, VehicleRecord } from "../record.ts";
import { accepted, RowError, type Rejection } from "../rejection.ts";
import { defectRecord } from "./defect-record.ts";
import {
  exactTextOf,
  isFields,
  missing,
  requireDate,
  requireText,
  textOf,
  wholeNumberOf,
  type Fields,
} from "./fields.ts";
import { readIdentity } from "./identity.ts";
import { hashKey } from "./source-key.ts";

/*
 * One French inspection a row, in the fields of UTAC's records: ct_date (dd/mm/yyyy), ct_nature (VTP VTC CV CVC),
 * ct_resultat (A AP S SP R RP X, whose meaning changed on 2018-05-20), ct_km, ct_immat, ct_vin, ct_centre, ct_pv, ct_id,
 * ct_deb, and ct_defaillances.
 */

const KNOWN_BY = ["ct_date", "ct_nature", "ct_resultat"];

export function parseFrControleTechnique(row: Fields, today: string): ParsedRow {
  if (!KNOWN_BY.every((name) => name in row)) {
    throw new RowError("ROW_NOT_OF_FORMAT", `the fields ${KNOWN_BY.join(", ")} are not all there`);
  }
  const rejections: Rejection[] = [];
  const vehicle = accepted("inspection", rejections, () => readRow(row, today));
  return { vehicle, garage: null, rejections };
}

function readRow(row: Fields, today: string): VehicleRecord {
  const identity = readIdentity("FR", row, { registration: "ct_immat", vin: "ct_vin" });
  const inspection = readInspection(row, today);
  return { identity, facts: null, areaCode: areaOf(textOf(row, "ct_centre")), inspections: [inspection] };
}

function readInspection(row: Fields, today: string): InspectionRecord {
  const performedOn = readDate(row, "ct_date") ?? missing("ct_date");
  if (performedOn > today) throw new RowError("DATE_IN_FUTURE", "ct_date is after today");
  const [nature, resultat] = [requireText(row, "ct_nature"), requireText(row, "ct_resultat")];
  const defects = readDefects(row);
  const distance = wholeNumberOf(row, "ct_km", MAX_ODOMETER_VALUE);
  return {
    source: "UTAC",
    sourceKey: sourceKeyOf(row, performedOn, nature),
    kind: kindOf(nature, performedOn),
    result: resultOf(resultat, performedOn, defects),
    nationalKind: nature,
    nationalResult: resultat,
    performedOn,
    performedAt: null,
    validUntil: null,
    certificateNumber: textOf(row, "ct_pv"),
    // Open data on the centres has their SIRET and not the agreement number that ct_centre is.
    garage: null,
    reading: distance === null ? null : { value: distance, unit: "KM" },
    defects,
    isFindingOnly: false,
  };
}

function kindOf(nature: string, performedOn: string): InspectionKind {
  const read = nationalKind("FR", nature, performedOn);
  if (!read.isKnown) throw new RowError("UNKNOWN_KIND", "ct_nature is none of VTP, VTC, CV, CVC");
  return read.kind;
}

function resultOf(
  resultat: string,
  performedOn: string,
  defects: readonly DefectRecord[] | null,
): InspectionResult {
  const severities = defects?.map(({ severity }) => severity) ?? null;
  const read = nationalResult("FR", resultat, performedOn, { severities });
  if (read.isKnown) return read.result;
  const reason =
    read.problem === "CATEGORY_NEEDED"
      ? "ct_resultat was for heavy vehicles only, and the row does not say whether this is one"
      : "ct_resultat had no meaning on that day";
  throw new RowError("UNKNOWN_RESULT", reason);
}

/** Reports are numbered by their centre; a row with neither number is known by day, kind and hour. */
function sourceKeyOf(row: Fields, performedOn: string, nature: string): string {
  const [id, report, centre] = [textOf(row, "ct_id"), textOf(row, "ct_pv"), textOf(row, "ct_centre")];
  if (id !== null) return id;
  if (report !== null) return `${centre ?? ""}/${report}`;
  return hashKey(performedOn, nature, centre, textOf(row, "ct_deb"));
}

/**
 * The department of the centre, which its agreement number holds (S069C123): the nearest thing to a place that a record
 * has, as most people are inspected where they live. Corsica's numbers have 020 for both departments.
 */
function areaOf(centre: string | null): string {
  const digits = /^[AS](\d{3})[A-Z]\d{3}$/.exec(centre ?? "")?.[1];
  const code = `FR-${digits?.replace(/^0/, "") ?? ""}`;
  return findArea(code)?.code ?? "FR";
}

/** A code alone, or a code and its text: "5.2.3.e.2. PNEUMATIQUES : …". */
const CODE_ALONE = /^\d+(?:\.\d+)*(?:\.[a-z]{1,2}\.\d)?\.?$/i;

/** A list in JSON; in a table, parts between bars. Null where the field is not there at all. */
function readDefects(row: Fields): DefectRecord[] | null {
  const given = row["ct_defaillances"];
  if (given === undefined || given === null) return null;
  const parts = Array.isArray(given) ? (given as unknown[]) : exactTextOf(row, "ct_defaillances")?.split("|");
  return (parts ?? []).flatMap((part) => {
    const defect = isFields(part) ? codedDefect(part) : writtenDefect({ part });
    return defect === null ? [] : [defectRecord(parseFrDefect(defect))];
  });
}

interface FrDefect {
  readonly code: string | null;
  readonly text: string | null;
}

function codedDefect(part: Fields): FrDefect {
  return { code: requireText(part, "code"), text: exactTextOf(part, "libelle") };
}

function writtenDefect(part: Fields): FrDefect | null {
  const text = textOf(part, "part");
  if (text === null) return null;
  return CODE_ALONE.test(text) ? { code: text, text: null } : { code: null, text };
}

function readDate(row: Fields, name: string): string | null {
  const date = textOf(row, name)?.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1");
  return date === undefined ? null : requireDate(date, name, "dd/mm/yyyy");
}
