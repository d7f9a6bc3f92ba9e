import type { GoldenCase } from "./golden.ts";

const centre = {
  cct_siret: "00000000000018",
  cct_denomination: "CENTRE DE LA PLACE",
  cct_adresse: "1 place du Marché",
  cct_code_postal: "69007",
  cct_commune: "LYON",
  cct_tel: "04 00 00 00 00",
  latitude: "45.7485",
  longitude: "4.8467",
  cat_vehicule_libelle: "Voiture particulière",
  cat_energie_libelle: "Diesel",
  prix_visite: "89",
};

export const FR_CENTRES: readonly GoldenCase[] = [
  {
    _case: "a centre, its place and what it inspects",
    row: centre,
    vehicle: null,
    garage: {
      country: "FR",
      source: "FR_OPEN_DATA",
      externalId: "00000000000018",
      name: "CENTRE DE LA PLACE",
      kinds: ["INSPECTION"],
      street: "1 place du Marché",
      postalCode: "69007",
      city: "LYON",
      phone: "04 00 00 00 00",
      areaCode: "FR-69",
      latitude: 45.7485,
      longitude: 4.8467,
      vehicleCategories: ["M1"],
      addsCategories: true,
    },
  },
  {
    _case: "the column names of before 2024, a commune in place of its code, decimal commas and numbers",
    row: {
      ...centre,
      cct_code_postal: undefined,
      code_postal: "1000",
      cct_commune: undefined,
      cct_code_commune: "BOURG-EN-BRESSE",
      latitude: "46,2",
      longitude: 5.22,
    },
    garage: {
      postalCode: "01000",
      areaCode: "FR-01",
      city: "BOURG-EN-BRESSE",
      latitude: 46.2,
      longitude: 5.22,
    },
  },
  {
    _case: "a van",
    row: { ...centre, cat_vehicule_libelle: "Camionnette" },
    garage: { vehicleCategories: ["N1"] },
  },
  {
    _case: "a four-wheel drive",
    row: { ...centre, cat_vehicule_libelle: "4 x 4" },
    garage: { vehicleCategories: ["M1"] },
  },
  {
    _case: "a moped, a motorcycle and quads",
    row: { ...centre, cat_vehicule_libelle: "Cyclomoteur, motocyclette ou quad" },
    garage: { vehicleCategories: ["L1E", "L2E", "L3E", "L4E", "L6E", "L7E"] },
  },
  {
    _case: "a label we do not know",
    row: { ...centre, cat_vehicule_libelle: "Autre" },
    garage: { vehicleCategories: [] },
  },
  {
    _case: "no place, or the one in the Atlantic where empty places lie",
    row: { ...centre, latitude: "0", longitude: "0" },
    garage: { latitude: null, longitude: null },
  },
  {
    _case: "a latitude beyond the pole",
    row: { ...centre, latitude: "145.7" },
    garage: null,
    rejections: [
      { kind: "garage", code: "FIELD_INVALID", reason: "latitude is not a number from -90 to 90" },
    ],
  },
  {
    _case: "a number that is no SIRET",
    row: { ...centre, cct_siret: "8,1E+13" },
    garage: null,
    rejections: [{ kind: "garage", code: "FIELD_INVALID", reason: "cct_siret is not 14 digits" }],
  },
  {
    _case: "no name",
    row: { ...centre, cct_denomination: "" },
    garage: null,
    rejections: [{ kind: "garage", code: "FIELD_MISSING", reason: "cct_denomination is missing" }],
  },
];
