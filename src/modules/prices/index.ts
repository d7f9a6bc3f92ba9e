/** What work on a part costs around an area, from repair orders and reported outcomes. */
export { refreshPriceBands } from "./refresh-price-bands.ts";
