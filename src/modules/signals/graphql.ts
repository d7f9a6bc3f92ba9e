/** Intent signals in the schema, with what they rest on, and how vehicles and garages lead to them. */
export { EvidenceRelations } from "./evidence.type.ts";
export { OfferRelations } from "./offer.type.ts";
export { PriceScope, SignalPrice } from "./price-estimate.type.ts";
export { GarageSignals, SignalReads, VehicleSignals } from "./signal.reads.ts";
export { IntentSignal, IntentSignalConnection, SignalRelations } from "./signal.type.ts";
export { EventSignal } from "./event-signal.ts";
export {
  filtered as signalsWhere,
  filterVariant,
  IntentSignalFilter,
  requireFilter,
} from "./signal-filter.ts";
