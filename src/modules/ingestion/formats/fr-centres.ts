import { areaOfPostcode } from "../../areas/index.ts";
import type { VehicleCategory } from "../../vocabulary/index.ts";
import type { ParsedRow } from "../parsed-row.ts";
import type { GarageRecord } from "../record.ts";
import { accepted, RowError, type Rejection } from "../rejection.ts";
import { numberOf, requireText, textOf, type Fields } from "./fields.ts";

/*
 * Prices of the French inspection centres (data.economie.gouv.fr, controle_techn, today prix-controle-technique;
 * Licence Ouverte): one row per centre, kind of vehicle and energy. The centre is read, its prices are not. Column
 * names changed in 2024; both are known.
 */

const KNOWN_BY = ["cct_siret", "cct_denomination"];

export function parseFrCentre(row: Fields): ParsedRow {
  if (!KNOWN_BY.every((column) => column in row)) {
    throw new RowError("ROW_NOT_OF_FORMAT", `the columns ${KNOWN_BY.join(", ")} are not both there`);
  }
  const rejections: Rejection[] = [];
  const garage = accepted("garage", rejections, () => readCentre(row));
  return { vehicle: null, garage, rejections };
}

function readCentre(row: Fields): GarageRecord {
  const externalId = requireText(row, "cct_siret").replaceAll(" ", "");
  if (!/^\d{14}$/.test(externalId)) throw new RowError("FIELD_INVALID", "cct_siret is not 14 digits");
  const postalCode = postcodeOf(textOf(row, "cct_code_postal") ?? textOf(row, "code_postal"));
  const latitude = numberOf(row, "latitude", -90, 90);
  const longitude = numberOf(row, "longitude", -180, 180);
  const isPlaced = latitude !== null && longitude !== null && !(latitude === 0 && longitude === 0);
  return {
    country: "FR",
    source: "FR_OPEN_DATA",
    externalId,
    name: requireText(row, "cct_denomination"),
    kinds: ["INSPECTION"],
    street: textOf(row, "cct_adresse"),
    postalCode,
    // The older table has the commune's name in the column of its code.
    city: textOf(row, "cct_commune") ?? textOf(row, "cct_code_commune"),
    phone: textOf(row, "cct_tel"),
    areaCode: areaOfPostcode("FR", postalCode),
    latitude: isPlaced ? latitude : null,
    longitude: isPlaced ? longitude : null,
    networks: [],
    vehicleCategories: categoriesOf(textOf(row, "cat_vehicule_libelle")),
    addsCategories: true,
  };
}

/** Spreadsheets cut the nought that the first nine departments begin with. */
function postcodeOf(text: string | null): string | null {
  return text !== null && /^\d{4}$/.test(text) ? `0${text}` : text;
}

/** Words of `cat_vehicule_libelle`, without accents and in lower case, and what they stand for. */
const CATEGORIES: readonly (readonly [word: RegExp, categories: readonly VehicleCategory[]])[] = [
  [/particuliere?|4 ?x ?4|collection|camping/, ["M1"]],
  [/camionnette|utilitaire/, ["N1"]],
  [/camion\b|lourd/, ["N2", "N3"]],
  [/cyclomoteur/, ["L1E", "L2E"]],
  [/moto(?!.*cyclo)|motocyclette/, ["L3E", "L4E"]],
  [/tricycle/, ["L5E"]],
  [/quad/, ["L6E", "L7E"]],
];

function categoriesOf(label: string | null): VehicleCategory[] {
  const folded = (label ?? "")
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
  const found = CATEGORIES.flatMap(([word, categories]) => (word.test(folded) ? categories : []));
  return [...new Set(found)];
}
