/** What parts will be needed, where and when: added up privately, published so that nobody can be singled out. */
export { ALL as ALL_TOGETHER, LISTED_MAKES, makeGroup } from "./makes.ts";
