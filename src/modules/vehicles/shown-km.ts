import type { Viewer } from "../../platform/read/entity.ts";

const GRAIN_KM = 1000;

/** A distance as a viewer may see it: exact distances re-identify vehicles, so without the scope they are rounded. */
export function shownKm(km: number | null, viewer: Viewer): number | null {
  if (km === null || viewer.scopes.has("vehicles:identify")) return km;
  return Math.round(km / GRAIN_KM) * GRAIN_KM;
}
