import type { KnownCar } from "../failure-model/index.ts";
import type { VehicleFacts } from "../signals/index.ts";

/**
 * How a vehicle is known to be one of the passenger cars that cohorts count. Some sources, British test histories among
 * them, do not say what kind of vehicle it is: then its model decides, as long as the cohorts, which are of passenger
 * cars alone, have that very model; a make alone says nothing, since most makes build vans and some motorcycles too. A
 * van of a model that there is a car of is then taken for the car, which evidence says (`isCarByModel`).
 */
export type CarKnowledge = "SAID" | "BY_MODEL" | null;

/** Whether its category leaves it open that it is one. */
export const mayBeCar = ({ category }: Pick<VehicleFacts, "category">): boolean =>
  category === "M1" || category === "UNKNOWN";

/** @param car what the cohorts find under its make and model */
export function passengerCar({ category }: Pick<VehicleFacts, "category">, car: KnownCar): CarKnowledge {
  if (category === "M1") return "SAID";
  return category === "UNKNOWN" && car.model !== null ? "BY_MODEL" : null;
}
