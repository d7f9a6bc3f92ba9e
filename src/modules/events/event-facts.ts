import type { Scope } from "../../platform/auth/principal.ts";
import {
  EVENT_TYPES,
  type EventSubjectType,
  type EventType,
  type Purpose,
  type SignalKind,
  type SignalStatus,
} from "../vocabulary/index.ts";

/** What is said of a signal beside its id. */
export interface SignalEventData {
  readonly signalKind: SignalKind;
  readonly signalStatus: SignalStatus;
  /** Key of a part category; null where no part is asked for. */
  readonly partCategory: string | null;
}

type None = Readonly<Record<string, never>>;

/** What an event says besides its subject: little, never personal, and the same to every partner. */
export interface EventData {
  SIGNAL_CREATED: SignalEventData;
  SIGNAL_UPDATED: SignalEventData;
  SIGNAL_CLAIMED: SignalEventData;
  SIGNAL_FULFILLED: SignalEventData;
  SIGNAL_EXPIRED: SignalEventData;
  INSPECTION_RECORDED: None;
  VEHICLE_UPDATED: None;
  VEHICLE_ERASED: None;
  CONSENT_WITHDRAWN: { readonly purpose: Purpose };
  EXPORT_COMPLETED: { readonly dataset: string; readonly rows: number };
  /** `make` is `*` for all makes together; `week` is a Monday, `YYYY-MM-DD`; `ratio` is units now divided by units before. */
  DEMAND_SURGE: {
    readonly partCategory: string;
    readonly make: string;
    readonly week: string;
    readonly ratio: number;
  };
  WEBHOOK_PAUSED: { readonly reason: string };
  WEBHOOK_TEST: None;
  /** `expiresAt` is an ISO 8601 instant. */
  CLIENT_SECRET_EXPIRING: { readonly clientId: string; readonly expiresAt: string };
}

interface EventFacts {
  readonly subject: EventSubjectType;
  /** Who lacks it does not hear of it; null: events:read is enough. */
  readonly scope: Scope | null;
}

const SIGNAL: EventFacts = { subject: "SIGNAL", scope: "signals:read" };
const VEHICLE: EventFacts = { subject: "VEHICLE", scope: "vehicles:read" };

export const EVENT_FACTS: Readonly<Record<EventType, EventFacts>> = {
  SIGNAL_CREATED: SIGNAL,
  SIGNAL_UPDATED: SIGNAL,
  SIGNAL_CLAIMED: SIGNAL,
  SIGNAL_FULFILLED: SIGNAL,
  SIGNAL_EXPIRED: SIGNAL,
  INSPECTION_RECORDED: { subject: "INSPECTION", scope: "inspections:read" },
  VEHICLE_UPDATED: VEHICLE,
  VEHICLE_ERASED: VEHICLE,
  CONSENT_WITHDRAWN: { subject: "CONSENT", scope: "consents:manage" },
  EXPORT_COMPLETED: { subject: "EXPORT", scope: "exports:run" },
  DEMAND_SURGE: { subject: "DEMAND", scope: "demand:read" },
  WEBHOOK_PAUSED: { subject: "WEBHOOK_ENDPOINT", scope: "webhooks:manage" },
  WEBHOOK_TEST: { subject: "WEBHOOK_ENDPOINT", scope: "webhooks:manage" },
  CLIENT_SECRET_EXPIRING: { subject: "CLIENT_SECRET", scope: null },
};

/** First characters of subjects' ids: those of the entities, where a subject is one. */
export const SUBJECT_PREFIXES: Readonly<Record<EventSubjectType, string>> = {
  SIGNAL: "S",
  INSPECTION: "I",
  VEHICLE: "V",
  CONSENT: "C",
  EXPORT: "X",
  DEMAND: "U",
  WEBHOOK_ENDPOINT: "W",
  CLIENT_SECRET: "K",
};

export const EVENT_PREFIX = "E";

/** Which types these scopes let somebody hear of. */
export function typesFor(scopes: ReadonlySet<Scope>): EventType[] {
  return EVENT_TYPES.filter((type) => {
    const { scope } = EVENT_FACTS[type];
    return scope === null || scopes.has(scope);
  });
}

/** `SIGNAL_CREATED` as webhooks write it: `signal.created`. */
export function wireType(type: EventType): string {
  return type.toLowerCase().replace("_", ".");
}
