/** Countries, regions and departments as reference data, and the area that a postcode lies in. */
export {
  AREAS,
  areaOfPostcode,
  areasWithin,
  findArea,
  FRENCH_POPULATIONS,
  type Area as AreaFacts,
} from "./areas.ts";
export { syncAreas } from "./sync-areas.ts";
