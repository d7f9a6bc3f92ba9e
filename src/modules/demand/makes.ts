/**
 * Makes that are published by themselves. A fixed list: were it the commonest of the day, a make's coming and going
 * would tell of single vehicles. Each is common enough in some country of Europe to be planned for.
 */
export const LISTED_MAKES: readonly string[] = [
  "ALFA ROMEO",
  "AUDI",
  "BMW",
  "CITROEN",
  "DACIA",
  "DS",
  "FIAT",
  "FORD",
  "HONDA",
  "HYUNDAI",
  "JAGUAR",
  "JEEP",
  "KIA",
  "LAND ROVER",
  "LEXUS",
  "MAZDA",
  "MERCEDES-BENZ",
  "MG",
  "MINI",
  "MITSUBISHI",
  "NISSAN",
  "OPEL",
  "PEUGEOT",
  "PORSCHE",
  "RENAULT",
  "SEAT",
  "SKODA",
  "SMART",
  "SUZUKI",
  "TESLA",
  "TOYOTA",
  "VAUXHALL",
  "VOLKSWAGEN",
  "VOLVO",
];

/** All others together. */
export const OTHER_MAKES = "OTHER";
/** Every make together; stands likewise for all models, age bands and fuels, and for no part. */
export const ALL = "*";

const LISTED: ReadonlySet<string> = new Set(LISTED_MAKES);

/** Every make that a published row can be of, but for all together. */
export const MAKE_GROUPS: readonly string[] = [...LISTED_MAKES, OTHER_MAKES];

/** The make that a vehicle counts for. */
export const makeGroup = (make: string): string => (LISTED.has(make) ? make : OTHER_MAKES);
