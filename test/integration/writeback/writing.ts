import type { Scope } from "../../../src/platform/auth/principal.ts";
import type { TestPartner } from "../../support/server.ts";
import { openScene, type Scene } from "../consents/scene.ts";

export interface Result {
  readonly result: string | null;
  readonly row: { readonly id: string } | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly field: string | null;
    readonly message: string;
  }[];
}

const SCOPES = [
  "vehicles:read",
  "vehicles:identify",
  "vehicles:write",
  "inspections:read",
  "inspections:write",
  "garages:read",
  "garages:write",
  "signals:read",
  "signals:write",
  "repairs:write",
] as const satisfies readonly Scope[];

/** Sends a batch with one of the mutations. @param row the field of a result that holds what was written */
const writerOf =
  (scene: Scene) =>
  (field: string, type: string, row: string) =>
  async (by: TestPartner, items: readonly object[], options: object = {}): Promise<readonly Result[]> => {
    const query = `mutation ($input: ${type}!) { write: ${field}(input: $input) { results { result row: ${row} { id } userErrors { code field message } } } }`;
    const { data, errors, text } = await scene.ask<{ write: { results: readonly Result[] } }>(by, query, {
      input: { items, ...options },
    });
    if (errors !== undefined) throw new Error(text);
    return data.write.results;
  };

/** A server with two partners of one territory and one of another, and ways to write to it. */
export async function openWriting() {
  const scene = await openScene();
  const partner = (area: string) => scene.server.partner({ scopes: SCOPES, areas: [area] });
  const writer = writerOf(scene);
  return {
    scene,
    lyon: await partner("FR-69"),
    neighbour: await partner("FR-69"),
    marseille: await partner("FR-13"),
    vehicles: writer("upsertVehicles", "UpsertVehiclesInput", "vehicle"),
    garages: writer("upsertGarages", "UpsertGaragesInput", "garage"),
    inspections: writer("recordInspections", "RecordInspectionsInput", "inspection"),
    orders: writer("recordRepairOrders", "RecordRepairOrdersInput", "vehicle"),
    intents: writer("declareIntent", "DeclareIntentInput", "signal"),
    count: async (table: string) => Number((await scene.look(`select count(*) from ${table}`))[0]!["count"]),
  };
}

export const CAR = {
  country: "FR",
  make: "Renault",
  model: "Clio",
  postalCode: "69003",
  firstRegisteredOn: "2019-04",
};
export const GARAGE = {
  country: "FR",
  externalId: "7",
  name: "Garage du Parc",
  kinds: ["REPAIR"],
  address: { postalCode: "69003" },
};
/** A failed inspection of a vehicle without its front brake pads, in the mutation and in a file alike. */
export const failed = (vehicle: object) => ({
  id: "ct-1",
  vehicle,
  kind: "PERIODIC",
  result: "FAIL_MAJOR",
  performedOn: "2026-06-01",
  odometer: { value: 90_000, unit: "KM" },
  defects: [{ scheme: "FR_CT", code: "1.1.13.a.2", position: { axle: "FRONT" } }],
});

/** An id of another partner's vehicle, and one that is none: what writes must answer alike. */
export async function idsOfOthers(
  scene: Scene,
  theirs: TestPartner,
  registration: string,
): Promise<readonly string[]> {
  const { data } = await scene.ask<{ vehicleByRegistration: { id: string } }>(
    theirs,
    `{ vehicleByRegistration(country: FR, registration: "${registration}") { id } }`,
  );
  return [data.vehicleByRegistration.id, "Vnothing"];
}

export const codes = (results: readonly Result[]) =>
  results.map(({ userErrors }) => userErrors.map(({ code }) => code).join());
export const did = (results: readonly Result[]) => results.map(({ result }) => result);
