import { findPartCategory } from "../parts/index.ts";
import { addDays } from "../schedule/index.ts";
import { DECLARATION_KINDS, type DeclarationKind, type SignalKind } from "../vocabulary/index.ts";
import { DECLARED_KEPT, PRESUMED_POPULATION } from "./base-rates.data.ts";
import { chanceOf } from "./chances.ts";
import type { Case, DerivedSignal, Offer } from "./derived-signal.ts";
import type { DeclarationFact } from "./facts.ts";
import { laterOf } from "./moment.ts";
import { isRepairedSince } from "./repaired.ts";
import { declaredSignalId } from "./signal-id.ts";

/** Drivers who were not answered in the days that they named may still want it; two weeks later they have gone. Ours. */
const EXPIRES_AFTER_DAYS = 14;

export const isDeclared = (kind: SignalKind): kind is DeclarationKind =>
  DECLARATION_KINDS.some((declared) => declared === kind);

/** What drivers asked for and did not get yet: one signal for each request. */
export function deriveDeclared({ facts, today }: Case): DerivedSignal[] {
  return facts.declarations.flatMap((wish) => {
    const expiresOn = addDays(wish.untilOn, EXPIRES_AFTER_DAYS);
    if (expiresOn < today || isGranted(wish, facts)) return [];
    const from = laterOf(today, wish.fromOn);
    return [
      {
        id: declaredSignalId(facts.id, wish.id),
        kind: wish.kind,
        origin: "DECLARED" as const,
        inspectionKind: wish.inspectionKind,
        offer: offerOf(wish),
        sourceId: wish.id,
        moment: { from, likely: from, until: laterOf(from, wish.untilOn) },
        expiresOn,
        chance: CHANCE,
        evidence: [{ kind: "DECLARATION" as const, on: wish.declaredOn, reference: wish.id }],
        garageId: wish.garageId,
      },
    ];
  });
}

function isGranted(wish: DeclarationFact, { inspections, repairs }: Case["facts"]): boolean {
  return wish.partCategory === null
    ? inspections.some(({ performedOn }) => performedOn >= wish.declaredOn)
    : isRepairedSince({ repairs }, wish, wish.declaredOn);
}

function offerOf(wish: DeclarationFact): Offer | null {
  const { operation, axle, side, spot, axleNumber, quantity } = wish;
  const category = wish.partCategory === null ? null : findPartCategory(wish.partCategory);
  if (category === null) return null;
  const { key: partCategory, family: partFamily } = category;
  return { partCategory, partFamily, operation, axle, side, spot, axleNumber, quantity };
}

const CHANCE = chanceOf(DECLARED_KEPT.rate, PRESUMED_POPULATION, {
  name: DECLARED_KEPT.name,
  rate: DECLARED_KEPT.rate,
  population: DECLARED_KEPT.population,
});
