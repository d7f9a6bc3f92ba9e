export { factsOf } from "../../src/modules/synthetic/index.ts";
