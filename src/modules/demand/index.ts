/** What parts will be needed, where and when: added up privately, published so that nobody can be singled out. */
export { refreshCube, type RefreshSettings, type RefreshSummary } from "./cube/refresh-cube.ts";
export { publish, type PublishSettings, type PublishSummary } from "./publish/publish.ts";
