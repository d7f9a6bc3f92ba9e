import type { GoldenCase } from "./golden.ts";

const station = {
  Site_Number: "0003AW",
  Trading_Name: "A GARAGE LIMITED",
  Address1: "UNIT 1",
  Address2: " MILL LANE",
  Address3: "",
  Town: "SHEFFIELD",
  Postcode: "S17 4QW",
  Phone: "01142000000",
  Class_1: "N",
  Class_2: "N",
  Class_3: "N",
  Class_4: "Y",
  Class_5: "N",
  Class_7: "Y",
};

export const UK_MOT_STATIONS: readonly GoldenCase[] = [
  {
    _case: "a station for cars and vans",
    row: station,
    vehicle: null,
    garage: {
      country: "GB",
      source: "DVSA",
      externalId: "0003AW",
      name: "A GARAGE LIMITED",
      kinds: ["INSPECTION"],
      street: "UNIT 1\nMILL LANE",
      postalCode: "S17 4QW",
      city: "SHEFFIELD",
      phone: "01142000000",
      areaCode: "GB-S",
      latitude: null,
      longitude: null,
      networks: [],
      vehicleCategories: ["M1", "N1", "L5E", "L6E", "L7E"],
    },
  },
  {
    _case: "motorcycles, three-wheelers and minibuses",
    row: { ...station, Class_1: "Y", Class_2: "Y", Class_3: "Y", Class_4: "N", Class_5: "Y", Class_7: "N" },
    garage: { vehicleCategories: ["L1E", "L3E", "L4E", "L2E", "L5E", "M2", "M3"] },
  },
  {
    _case: "a class marked 2, which nothing explains, as no licence",
    row: { ...station, Class_4: "2", Class_7: "N" },
    garage: { vehicleCategories: [] },
  },
  {
    _case: "a postcode with a letter for the nought, by its first half",
    row: { ...station, Postcode: "DE13  OBH" },
    garage: { areaCode: "GB-DE", postalCode: "DE13 OBH" },
  },
  {
    _case: "a station without address or postcode, in the country",
    row: { ...station, Address1: "", Address2: "", Town: "", Postcode: "", Phone: "" },
    garage: { street: null, city: null, postalCode: null, phone: null, areaCode: "GB" },
  },
  {
    _case: "the empty row before the export's last one",
    row: Object.fromEntries(Object.keys(station).map((column) => [column, ""])),
    garage: null,
    rejections: [{ kind: "garage", code: "ROW_EMPTY", reason: "no column has a value" }],
  },
  {
    _case: "the export's note about its filters",
    row: {
      ...Object.fromEntries(Object.keys(station).map((column) => [column, ""])),
      Site_Number: "No filters applied",
    },
    garage: null,
    rejections: [{ kind: "garage", code: "FIELD_MISSING", reason: "Trading_Name is missing" }],
  },
];
