/** Price bands in the schema. */
export { PriceBand, PriceBandRelations, PriceReads } from "./price-band.type.ts";
