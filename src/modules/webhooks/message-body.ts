import type { IdCodec } from "../../platform/read/ids.ts";
import { EVENT_FACTS, EVENT_PREFIX, SUBJECT_PREFIXES, wireType, type LoggedEvent } from "../events/index.ts";

/** What `webhook-id` says: the event's id as this partner knows it, the same at every attempt and replay. */
export const messageId = (ids: IdCodec, eventId: string): string => ids.encode(EVENT_PREFIX, eventId);

/**
 * The body of a delivery: the same text at every attempt. Ids are the partner's own; a plate or a VIN is never in it.
 */
export function messageBody(ids: IdCodec, event: LoggedEvent): string {
  const { subject } = EVENT_FACTS[event.type];
  return JSON.stringify({
    type: wireType(event.type),
    timestamp: new Date(event.position.atMs).toISOString(),
    data: {
      subject: { type: subject, id: ids.encode(SUBJECT_PREFIXES[subject], event.subjectId) },
      vehicleId: event.vehicleId === null ? null : ids.encode("V", event.vehicleId),
      area: event.areaCode,
      ...event.data,
    },
  });
}
