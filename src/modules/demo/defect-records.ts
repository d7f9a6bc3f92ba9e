import {
  parseFrDefect,
  parseUkDefect,
  partNeedsOf,
  positionOf,
  type ParsedDefect,
} from "../defects/index.ts";
import type { PartCategoryKey } from "../parts/index.ts";
import { DEFECT_SEVERITIES, type DefectSeverity } from "../vocabulary/index.ts";
import { COMPONENT_ROWS, type ComponentRow } from "./components.data.ts";
import { PLACES, type Place } from "./inspect.ts";
import type { DemoCountry } from "./wear.ts";

/** What a defect row says, read from the inspector's record by the same parser that ingestion uses. */
export interface DefectRecord {
  readonly parsed: ParsedDefect;
  readonly codeUnknown: boolean;
  readonly partCategories: readonly PartCategoryKey[];
}

const BRITISH_SIDES = { LEFT: "Nearside", RIGHT: "Offside" } as const;
const BRITISH_AXLES = { FRONT: "Front", REAR: "Rear" } as const;

const MANUAL_DAY = "2018-05-20";

function britishRecord(text: string, severity: DefectSeverity, [axle, side]: Place): ParsedDefect {
  const words = [side && BRITISH_SIDES[side], axle && BRITISH_AXLES[axle], text];
  return parseUkDefect({ text: words.filter(Boolean).join(" "), type: severity }, MANUAL_DAY);
}

/** The record begins with its code. French reports give the place beside the text, so it is not read from there. */
function frenchRecord(record: string, [axle, side]: Place): ParsedDefect {
  const space = record.indexOf(" ");
  const parsed = parseFrDefect({ code: record.slice(0, space), text: record.slice(space + 1) });
  return { ...parsed, position: positionOf(axle, side) };
}

function recordOf(
  country: DemoCountry,
  row: ComponentRow,
  severity: DefectSeverity,
  place: Place,
): DefectRecord | null {
  const written = row[country].records[severity];
  if (written === undefined) return null;
  const parsed = country === "GB" ? britishRecord(written, severity, place) : frenchRecord(written, place);
  return {
    parsed,
    codeUnknown: parsed.warnings.includes("DEFECT_CODE_UNKNOWN"),
    partCategories: [...new Set(partNeedsOf(parsed).map((need) => need.partCategory))],
  };
}

type Table = readonly (readonly (readonly (DefectRecord | null)[])[])[];

function tableOf(country: DemoCountry): Table {
  return COMPONENT_ROWS.map((row) =>
    DEFECT_SEVERITIES.map((severity) =>
      PLACES[row.places].map((place) => recordOf(country, row, severity, place)),
    ),
  );
}

const TABLES: Record<DemoCountry, Table> = { FR: tableOf("FR"), GB: tableOf("GB") };

/** Every record exists once: by component, severity and place. */
export function defectRecord(
  country: DemoCountry,
  component: number,
  severity: DefectSeverity,
  place: number,
): DefectRecord {
  const record = TABLES[country][component]?.[DEFECT_SEVERITIES.indexOf(severity)]?.[place];
  if (record == null) throw new Error("A component has no record for a severity that it was given.");
  return record;
}

/** Every record of a country with its component, for checks of the data. */
export function allDefectRecords(country: DemoCountry): { component: ComponentRow; record: DefectRecord }[] {
  return COMPONENT_ROWS.flatMap((component, index) =>
    (TABLES[country][index] ?? [])
      .flat()
      .flatMap((record) => (record === null ? [] : [{ component, record }])),
  );
}
