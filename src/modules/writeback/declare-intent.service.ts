import type { Principal } from "../../platform/auth/principal.ts";
import { storeDeclarations, type NewDeclaration } from "../declarations/index.ts";
import { declaredSignalId } from "../signals/index.ts";
import type { Item, ItemOutcome, WriteOptions, WriteResult } from "./items.ts";
import { holdVehicles, readNamedItems, type NamedInput } from "./name-vehicles.ts";
import { ownGarages } from "./own-garages.ts";
import { readIntent, type IntentRecord } from "./read-intent.ts";
import { writeBatch, type WriteBackDeps } from "./write-batch.ts";

/** Passes on what drivers asked for; each request opens a signal at once, whose id is the outcome's. */
export async function declareIntent(
  deps: WriteBackDeps,
  asker: Principal,
  inputs: readonly NamedInput[],
  options: WriteOptions,
): Promise<readonly ItemOutcome[]> {
  const at = deps.now();
  const today = at.toISOString().slice(0, 10);
  const items = await readNamedItems(deps, asker, inputs, (fields) => readIntent(fields, today));
  return writeBatch(deps, items, options, async (client) => {
    const vehicles = await holdVehicles(client, deps, asker, items);
    const garages = await ownGarages(client, asker, items);
    const asked = [...vehicles].flatMap(([item, vehicle]) => {
      if (!item.isTaken || item.record === null) return [];
      const { externalId, garage, wish } = item.record;
      const garageId = garage === null ? null : (garages.get(garage) ?? null);
      return [{ item, declaration: { vehicle, externalId, garageId, wish } satisfies NewDeclaration }];
    });
    const { partnerId, clientId } = asker;
    const stored = await storeDeclarations(
      client,
      { partnerId, clientId, at, signalIdOf: declaredSignalId },
      asked.map(({ declaration }) => declaration),
    );
    const done = new Map<Item<IntentRecord>, { id: string; result: WriteResult }>();
    const changed = new Set<string>();
    asked.forEach(({ item, declaration }, place) => {
      const { result, signalId } = stored[place] ?? { result: "CONFLICT", signalId: null };
      if (result === "CONFLICT") {
        item.refuse("CONFLICT", "This number is that of another vehicle's request.", "id");
        return;
      }
      done.set(item, { id: signalId, result });
      if (result !== "UNCHANGED") changed.add(declaration.vehicle.id);
    });
    await deps.rescore(client, [...changed]);
    const outcomes = items.map((item) => item.outcome(done.get(item) ?? null));
    return { outcomes, vehicleIds: asked.map(({ declaration }) => declaration.vehicle.id) };
  });
}
