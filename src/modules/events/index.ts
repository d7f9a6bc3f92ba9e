import type { EventLog } from "./event-log.ts";

/** What happened, for partners to hear of: written with the change itself, read in an order that misses nothing. */
export { appendEvents, appendEventsFrom, insertEvents, type NewEvent } from "./append-events.ts";
export {
  EVENT_FACTS,
  EVENT_PREFIX,
  SUBJECT_PREFIXES,
  typesFor,
  wireType,
  type EventData,
  type SignalEventData,
} from "./event-facts.ts";
export type { EventLog, EventLogDeps, LoggedEvent, LogPage } from "./event-log.ts";
export { keepEvents } from "./keep-events.ts";
export type { Position } from "./position.ts";

declare module "../../platform/graphql/context.ts" {
  interface Services {
    readonly events: EventLog;
  }
}
