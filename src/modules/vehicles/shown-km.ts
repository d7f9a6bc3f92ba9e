/** Exact distances re-identify vehicles: who may not know a vehicle sees its distances in steps of this many km. */
export const SHOWN_GRAIN_KM = 1000;
