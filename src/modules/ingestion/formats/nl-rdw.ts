import { parseRdwDefect } from "../../defects/index.ts";
import { nationalResult } from "../../schedule/index.ts";
import {
  VEHICLE_CATEGORIES,
  type FuelType,
  type VehicleCategory,
  type VehicleUsage,
} from "../../vocabulary/index.ts";
import type { ParsedRow } from "../parsed-row.ts";
import { NO_FACTS, type InspectionRecord, type VehicleFacts, type VehicleRecord } from "../record.ts";
import { accepted, RowError, type Rejection } from "../rejection.ts";
import { defectRecord } from "./defect-record.ts";
import { missing, numberOf, requireDate, requireText, textOf, wholeNumberOf, type Fields } from "./fields.ts";
import { readPlate } from "./identity.ts";
import { hashKey } from "./source-key.ts";

/*
 * RDW open data (https://opendata.rdw.nl, CC0), rows as its API gives them: registered vehicles m9d7-ebf2, their fuels
 * 8ys7-d773, reports of inspection bodies sgfe-77wx, defects found a34c-vvps. A row does not say of which dataset it
 * is, so it is known by its fields. Dates are YYYYMMDD. RDW gives a judgement of the odometer and no distances.
 */

export function parseNlRdw(row: Fields, today: string): ParsedRow {
  if (!("kenteken" in row)) throw new RowError("ROW_NOT_OF_FORMAT", "kenteken is not there");
  const rejections: Rejection[] = [];
  const kind = "meld_datum_door_keuringsinstantie" in row ? "inspection" : "vehicle";
  const vehicle = accepted(kind, rejections, () => readRow(row, today));
  return { vehicle, garage: null, rejections };
}

function readRow(row: Fields, today: string): VehicleRecord {
  const identity = readPlate("NL", row, "kenteken");
  const named = { identity, areaCode: "NL", facts: null, inspections: [] };
  if ("gebrek_identificatie" in row) return { ...named, inspections: [readFinding(row, today)] };
  if ("meld_datum_door_keuringsinstantie" in row) return { ...named, inspections: [readReport(row, today)] };
  if ("brandstof_volgnummer" in row) return { ...named, facts: readFuel(row) };
  if ("voertuigsoort" in row || "merk" in row) return { ...named, facts: readVehicle(row) };
  throw new RowError("UNSUPPORTED_RECORD", "the row is of a dataset that is not stored");
}

function readVehicle(row: Fields): VehicleFacts {
  const firstRegisteredOn = readDate(row, "datum_eerste_toelating");
  // RDW renamed the field in 2022.
  const admittedOn =
    readDate(row, "datum_eerste_tenaamstelling_in_nederland") ??
    readDate(row, "datum_eerste_afgifte_nederland");
  return {
    ...NO_FACTS,
    make: textOf(row, "merk")?.toUpperCase() ?? null,
    model: textOf(row, "handelsbenaming")?.toUpperCase() ?? null,
    variant: textOf(row, "variant"),
    colour: colourOf(textOf(row, "eerste_kleur")),
    category: categoryOf(textOf(row, "europese_voertuigcategorie")),
    usage: usageOf(row),
    engineCapacityCc: aboveZero(wholeNumberOf(row, "cilinderinhoud")),
    grossMassKg:
      aboveZero(wholeNumberOf(row, "toegestane_maximum_massa_voertuig")) ??
      aboveZero(wholeNumberOf(row, "technische_max_massa_voertuig")),
    firstRegisteredOn,
    firstRegisteredPrecision: "DAY",
    firstAdmissionOn: admittedOn === firstRegisteredOn ? null : admittedOn,
  };
}

const NO_COLOURS: ReadonlySet<string | null> = new Set(["Niet geregistreerd", "N.v.t."]);

function colourOf(colour: string | null): string | null {
  return NO_COLOURS.has(colour) ? null : (colour?.toUpperCase() ?? null);
}

/** RDW writes 0 where a number is not registered. */
function aboveZero(number: number | null): number | null {
  return number === 0 ? null : number;
}

/** Trailers O1 to O4 and tractors T1 to T5 are each one category here. */
function categoryOf(text: string | null): VehicleCategory {
  const upper = text?.toUpperCase() ?? "";
  const wanted = /^[OT]/.test(upper) ? upper.slice(0, 1) : upper;
  return VEHICLE_CATEGORIES.find((category) => category === wanted) ?? "UNKNOWN";
}

const USAGE_OF_BODY: ReadonlyMap<string, VehicleUsage> = new Map([
  ["kampeerwagen", "CAMPER"],
  ["ambulance", "AMBULANCE"],
]);

/** `taxi_indicator` Nee says no more than that it is none; older rows leave it out. */
function usageOf(row: Fields): VehicleUsage {
  const taxi = textOf(row, "taxi_indicator");
  if (taxi === "Ja") return "TAXI";
  const body = USAGE_OF_BODY.get(textOf(row, "inrichting")?.toLowerCase() ?? "");
  return body ?? (taxi === "Nee" ? "PRIVATE" : "UNKNOWN");
}

const FUELS: ReadonlyMap<string, FuelType> = new Map([
  ["benzine", "PETROL"],
  ["diesel", "DIESEL"],
  ["elektriciteit", "ELECTRIC"],
  ["lpg", "LPG"],
  ["cng", "CNG"],
  ["lng", "OTHER"],
  ["waterstof", "HYDROGEN"],
  ["alcohol", "OTHER"],
]);

/** Off-vehicle charging or not (Regulation 2017/1151). */
const HYBRIDS: ReadonlyMap<string, FuelType> = new Map([
  ["OVC-HEV", "PLUG_IN_HYBRID"],
  ["NOVC-HEV", "HYBRID"],
  ["OVC-FCHV", "HYDROGEN"],
  ["NOVC-FCHV", "HYDROGEN"],
]);

/** One energy of the vehicle. Where there are two, the second row makes it a hybrid or a gas conversion. */
function readFuel(row: Fields): VehicleFacts {
  const isFirst = wholeNumberOf(row, "brandstof_volgnummer") === 1;
  const energy = FUELS.get(textOf(row, "brandstof_omschrijving")?.toLowerCase() ?? "") ?? "UNKNOWN";
  const hybrid = HYBRIDS.get(textOf(row, "klasse_hybride_elektrisch_voertuig")?.toUpperCase() ?? "");
  return {
    ...NO_FACTS,
    fuel: hybrid ?? (isFirst ? energy : secondEnergy(energy)),
    powerKw: isFirst ? powerOf(row) : null,
  };
}

function secondEnergy(energy: FuelType): FuelType {
  if (energy === "ELECTRIC") return "HYBRID";
  return energy === "LPG" || energy === "CNG" ? energy : "UNKNOWN";
}

/** In the order of what the vehicle can do at most; RDW fills one or two of them. */
const POWERS = [
  "nettomaximumvermogen",
  "netto_max_vermogen_elektrisch",
  "nominaal_continu_maximumvermogen",
] as const;

function powerOf(row: Fields): number | null {
  for (const name of POWERS) {
    const power = numberOf(row, name, 0, 10_000);
    if (power !== null && power > 0) return power;
  }
  return null;
}

interface Moment {
  readonly performedOn: string;
  readonly sourceKey: string;
}

/** Plate, day and time make a report itself; the time is Dutch time of day and stays in the key. */
function momentOf(row: Fields, today: string): Moment {
  const name = "meld_datum_door_keuringsinstantie";
  const performedOn = readDate(row, name) ?? missing(name);
  if (performedOn > today) throw new RowError("DATE_IN_FUTURE", `${name} is after today`);
  const time = textOf(row, "meld_tijd_door_keuringsinstantie");
  return { performedOn, sourceKey: hashKey(performedOn, time?.padStart(4, "0") ?? null) };
}

/** What a report and a finding of it have in common. */
function inspectionAt({ performedOn, sourceKey }: Moment): InspectionRecord {
  return {
    source: "RDW",
    sourceKey,
    kind: "PERIODIC",
    result: null,
    nationalKind: null,
    nationalResult: null,
    performedOn,
    performedAt: null,
    validUntil: null,
    certificateNumber: null,
    garage: null,
    reading: null,
    defects: null,
    isFindingOnly: false,
  };
}

/** A report with a new last day is an approval; one without is a rejection. RDW has no word for either. */
function readReport(row: Fields, today: string): InspectionRecord {
  const report = textOf(row, "soort_melding_ki_omschrijving");
  const licence = textOf(row, "soort_erkenning_omschrijving");
  if (report?.toLowerCase() !== "periodieke controle" || licence?.startsWith("APK") !== true) {
    throw new RowError("UNSUPPORTED_RECORD", "the report is of no periodic inspection");
  }
  const moment = momentOf(row, today);
  const validUntil = readDate(row, "vervaldatum_keuring");
  const word = validUntil === null ? "afgekeurd" : "goedgekeurd";
  const read = nationalResult("NL", word, moment.performedOn);
  if (!read.isKnown) throw new RowError("UNKNOWN_RESULT", "vervaldatum_keuring has no meaning at that date");
  return { ...inspectionAt(moment), result: read.result, nationalKind: report, validUntil };
}

function readFinding(row: Fields, today: string): InspectionRecord {
  const moment = momentOf(row, today);
  const defect = parseRdwDefect(requireText(row, "gebrek_identificatie"), moment.performedOn);
  return { ...inspectionAt(moment), defects: [defectRecord(defect)], isFindingOnly: true };
}

function readDate(row: Fields, name: string): string | null {
  const text = textOf(row, name);
  if (text === null || text === "0") return null;
  const date = text.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  return requireDate(date, name, "YYYYMMDD");
}
