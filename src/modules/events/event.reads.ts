import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import type { Principal } from "../../platform/auth/principal.ts";
import { AppError } from "../../platform/errors/app-error.ts";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { Access } from "../../platform/read/entity.ts";
import { pageSize } from "../../platform/read/page-size.ts";
import { EventType } from "../vocabulary/graphql.ts";
import type { EventType as Type } from "../vocabulary/index.ts";
import { EVENT_FACTS, EVENT_PREFIX, SUBJECT_PREFIXES, typesFor } from "./event-facts.ts";
import type { LoggedEvent } from "./event-log.ts";
import { EventPage, type Event, type EventData } from "./event.type.ts";
import { beginning, openPosition, sealPosition } from "./position.ts";

const NO_DATA: Readonly<Record<keyof EventData, null>> = {
  signalKind: null,
  signalStatus: null,
  partCategory: null,
  purpose: null,
  dataset: null,
  rows: null,
  make: null,
  week: null,
  ratio: null,
  reason: null,
  clientId: null,
  expiresAt: null,
};

@Resolver()
export class EventReads {
  @Access("events:read")
  @Query(() => EventPage, {
    description:
      "What happened, oldest first, of what your contract lets you read; kept for 30 days. Go on from `nextPosition`, and nothing is missed, whatever happens in between.",
  })
  async events(
    @Ctx() { principal, services }: RequestContext,
    @Arg("after", () => String, {
      nullable: true,
      description:
        "`nextPosition` of the page before, or `position` of an event; absent or null: from the oldest event that is kept. One that is older than 30 days is refused with BAD_CURSOR and `reason` EXPIRED.",
    })
    after?: string | null,
    @Arg("types", () => [EventType], {
      nullable: true,
      description: "Of these types; absent or null: of all that your scopes let you hear of.",
    })
    types?: Type[] | null,
    @Arg("first", () => Int, {
      nullable: true,
      description: "Events of a page, 1 to 100; 25 when absent or null.",
    })
    first?: number | null,
  ): Promise<EventPage> {
    const nowMs = Date.now();
    const page = await services.events.read(principal, {
      after: after == null ? beginning(nowMs) : openPosition(principal, after, nowMs),
      types: types == null ? typesFor(principal.scopes) : requireTypes(principal, types),
      first: pageSize(first, "Query.events"),
    });
    return {
      events: page.events.map((event) => told(principal, event)),
      nextPosition: sealPosition(principal, page.next),
      hasMore: page.hasMore,
    };
  }
}

/** @throws {AppError} MISSING_SCOPE where a type that is asked for by name could never come */
function requireTypes({ scopes }: Principal, types: readonly Type[]): readonly Type[] {
  const needed = types.map((type) => EVENT_FACTS[type].scope);
  const missing = needed.filter((scope) => scope !== null).filter((scope) => !scopes.has(scope));
  if (missing.length === 0) return types;
  throw new AppError(
    "MISSING_SCOPE",
    `These types need ${missing.join(", ")}, which this token does not carry.`,
    {
      missing: [...new Set(missing)],
      granted: [...scopes],
      path: "Query.events(types:)",
    },
  );
}

function told(principal: Principal, event: LoggedEvent): Event {
  const { id, type, position, subjectId, vehicleId, areaCode, data } = event;
  const { subject } = EVENT_FACTS[type];
  return {
    id: principal.ids.encode(EVENT_PREFIX, id),
    type,
    occurredAt: new Date(position.atMs),
    position: sealPosition(principal, position),
    subject: { type: subject, id: principal.ids.encode(SUBJECT_PREFIXES[subject], subjectId) },
    area: areaCode,
    data: { ...NO_DATA, ...data },
    subjectUuid: subjectId,
    vehicleUuid: vehicleId,
  };
}
