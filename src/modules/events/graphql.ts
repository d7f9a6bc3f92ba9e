/**
 * The log of events in the schema, and for whoever answers partners by it. What leads from an event to its subject, the
 * subjects' modules add.
 */
export { EventLog } from "./event-log.ts";
export { EventReads } from "./event.reads.ts";
export { Event } from "./event.type.ts";
