/** Countries, regions and departments as reference data, and the area that a postcode lies in. */
export { AREAS, areaOfPostcode, findArea, FRENCH_POPULATIONS, type Area } from "./areas.ts";
export { syncAreas } from "./sync-areas.ts";
