/** Where garages are. */
export { chordKm, spherePoint, surfaceKm } from "./sphere.ts";
