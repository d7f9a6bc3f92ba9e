/** Consents and erasure in the schema. */
export { Consent, ConsentRelations, VehicleConsents } from "./consent.type.ts";
export { ConsentMutations } from "./consent.mutations.ts";
export { ErasureMutations } from "./erasure.mutations.ts";
