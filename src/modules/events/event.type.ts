import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { DateScalar, DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { Access, PageOf, PartOfEntity } from "../../platform/read/entity.ts";
import { EventSubjectType, EventType, Purpose, SignalKind, SignalStatus } from "../vocabulary/graphql.ts";

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "What an event is about." })
export class EventSubject {
  @Field(() => EventSubjectType, { description: "Says what the id is one of." })
  type!: string;

  @Field(() => ID, { description: "As this API gives it to your partner everywhere." })
  id!: string;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description:
    "What an event says besides its subject, as it was when it happened. Each field is there for the types that it names, and null for all others.",
})
export class EventData {
  @Field(() => SignalKind, { nullable: true, description: "SIGNAL_…: what is needed." })
  signalKind!: string | null;

  @Field(() => SignalStatus, { nullable: true, description: "SIGNAL_…: where it stood after the event." })
  signalStatus!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "SIGNAL_…: key of the part asked for, null where none is. DEMAND_SURGE: of the part in demand.",
  })
  partCategory!: string | null;

  @Field(() => Purpose, { nullable: true, description: "CONSENT_WITHDRAWN: what it had been given for." })
  purpose!: string | null;

  @Field(() => String, { nullable: true, description: "EXPORT_COMPLETED: which rows it holds." })
  dataset!: string | null;

  @Field(() => Int, { nullable: true, description: "EXPORT_COMPLETED: how many it holds." })
  rows!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "DEMAND_SURGE: of vehicles of this make, in upper case; `*` for all makes together.",
  })
  make!: string | null;

  @Field(() => DateScalar, { nullable: true, description: "DEMAND_SURGE: Monday of the week." })
  week!: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "DEMAND_SURGE: units now expected, divided by the most that earlier publications expected of the same week; at least 1.2.",
  })
  ratio!: number | null;

  @Field(() => String, { nullable: true, description: "WEBHOOK_PAUSED: why." })
  reason!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "CLIENT_SECRET_EXPIRING: the client whose secret it is.",
  })
  clientId!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "CLIENT_SECRET_EXPIRING: when it ends.",
  })
  expiresAt!: string | null;
}

@Access("events:read")
@ObjectType({
  simpleResolvers: true,
  description:
    "Something that happened. It says what changed; its subject says how it is now. Never a plate or a VIN.",
})
export class Event {
  @Field(() => ID, {
    description:
      "Opaque id of this event, the same here and in webhooks: what you have seen, you can leave out.",
  })
  id!: string;

  @Field(() => EventType, { description: "What happened." })
  type!: string;

  @Field(() => DateTimeScalar, {
    description:
      "When it was written down. The log's order is that of transactions and may differ by a moment.",
  })
  occurredAt!: Date;

  @Field(() => String, { description: "Place of this event in the log, to go on after it." })
  position!: string;

  @Field(() => EventSubject, { description: "What it is about." })
  subject!: EventSubject;

  @Field(() => String, { nullable: true, description: "Area code of the subject; null where it has none." })
  area!: string | null;

  @Field(() => EventData, { description: "What else is to be said." })
  data!: EventData;

  /** UUIDs for relations, which other modules add. */
  readonly subjectUuid!: string;
  readonly vehicleUuid!: string | null;
}

@Access("events:read")
@PageOf("events")
@ObjectType({ simpleResolvers: true, description: "The next events of the log." })
export class EventPage {
  @Field(() => [Event], {
    description: "Oldest first. May be empty although there is more: then nothing so far was for you.",
  })
  events!: readonly Event[];

  @Field(() => String, {
    description:
      "Pass it as `after` to go on, now or within 30 days. Keep it with what you made of the events.",
  })
  nextPosition!: string;

  @Field(() => Boolean, { description: "Whether there is more at this moment." })
  hasMore!: boolean;
}
