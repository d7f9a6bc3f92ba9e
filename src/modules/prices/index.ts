/** What work on a part costs around an area, from repair orders. */
export { refreshPriceBands } from "./refresh-price-bands.ts";
