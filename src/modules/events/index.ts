/** What happened, for partners to hear of: written with the change itself, read in an order that misses nothing. */
export { appendEvents, appendEventsFrom, type NewEvent } from "./append-events.ts";
export { EVENT_FACTS, wireType, type EventData, type SignalEventData } from "./event-facts.ts";
export { EVENTS_KEPT_DAYS, keepEvents } from "./keep-events.ts";
