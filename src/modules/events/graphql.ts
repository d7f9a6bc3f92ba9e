/** The log of events in the schema. What leads from an event to its subject, the subjects' modules add. */
export { EventReads } from "./event.reads.ts";
export { Event } from "./event.type.ts";
