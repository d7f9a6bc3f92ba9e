import { sql, type SQL } from "drizzle-orm";
import { bigint, integer, pgTable, text } from "drizzle-orm/pg-core";
import { ID, Int } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { Node } from "../../platform/graphql/node.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { instant } from "../../platform/db/columns.ts";
import { Column, Entity, Id, type Columns } from "../../platform/read/entity.ts";
import {
  AttemptOutcome,
  DeliveryStatus,
  EventType,
  WebhookPauseReason,
  WebhookSignature,
  WebhookStatus,
} from "../vocabulary/graphql.ts";
import { webhookDeliveries, webhookEndpoints } from "./webhook.table.ts";

@Entity("WebhookEndpoint", {
  description: "An address of yours that events are delivered to.",
  table: webhookEndpoints,
  prefix: "W",
  scope: "webhooks:manage",
  owner: "partnerId",
  implements: Node,
})
export class WebhookEndpoint implements Node {
  @Id(() => ID, { description: "Opaque id of this endpoint." })
  id!: string;

  @Column(() => String, { description: "Where deliveries are posted to." })
  url!: string;

  @Column(() => String, { nullable: true, description: "Your own words for it; null where there are none." })
  description!: string | null;

  @Column(() => [EventType], { description: "What it hears of; empty: all that its client's scopes allow." })
  types!: string[];

  @Column(() => WebhookSignature, { description: "How its deliveries are signed." })
  signature!: string;

  @Column(() => String, {
    nullable: true,
    description: "`whpk_…` that verifies the newest signature; null with HMAC.",
  })
  publicKey!: string | null;

  @Column(() => WebhookStatus, { description: "Whether it is called." })
  status!: string;

  @Column(() => WebhookPauseReason, {
    nullable: true,
    description: "Why it is paused; null while it is not.",
  })
  pauseReason!: string | null;

  @Column(() => DateTimeScalar, {
    nullable: true,
    description: "Since when it is paused; null while it is not.",
  })
  pausedAt!: Date | null;

  @Column(() => DateTimeScalar, {
    nullable: true,
    description:
      "Since when every attempt has failed; null where the last one was acknowledged. After five days it is paused.",
  })
  failingSince!: Date | null;

  @Column(() => String, {
    description: "Client whose scopes say what it hears: who made it, or resumed it last.",
  })
  clientId!: string;

  @Column(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: Date;
}

@Entity("WebhookDelivery", {
  description: "One event on its way to one endpoint, or what became of it. Kept for 30 days.",
  table: webhookDeliveries,
  prefix: "M",
  scope: "webhooks:manage",
  owner: "partnerId",
  implements: Node,
})
export class WebhookDelivery implements Node {
  @Id(() => ID, { description: "Opaque id of this delivery, to replay it by." })
  id!: string;

  @Column(() => EventType, { description: "What happened." })
  type!: string;

  @Column(() => DeliveryStatus, { description: "Where it stands." })
  status!: string;

  @Column(() => Int, { description: "Attempts since it was made or last replayed; there are at most ten." })
  attemptCount!: number;

  @Column(() => DateTimeScalar, {
    nullable: true,
    description: "When it is tried next; null once it is over.",
  })
  nextAttemptAt!: Date | null;

  @Column(() => DateTimeScalar, { nullable: true, description: "When it was acknowledged; null until then." })
  deliveredAt!: Date | null;

  @Column(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: Date;
}

/** Attempts of a delivery as rows: a shape for the engine, no table. */
const attempts = pgTable("attempts", {
  ordinal: bigint("ordinal", { mode: "number" }).notNull(),
  at: instant("at").notNull(),
  durationMs: integer("durationMs").notNull(),
  outcome: text("outcome").notNull(),
  httpStatus: integer("httpStatus"),
});
type AttemptColumns = Columns<typeof attempts>;

/** The rows that a delivery's attempts make. */
export const attemptsOf = (delivery: Columns<typeof webhookDeliveries>): SQL => sql`
  select item.* from rows from (jsonb_to_recordset(${delivery.attempts}) as (
    at timestamptz, "durationMs" int, outcome text, "httpStatus" int
  )) with ordinality as item(at, "durationMs", outcome, "httpStatus", ordinal)`;

export const IN_ORDER = { by: (a: AttemptColumns) => [a.ordinal] };

@Entity("WebhookAttempt", {
  description: "One attempt to deliver. What the receiver said beyond its status is not kept.",
  table: attempts,
  scope: "webhooks:manage",
  key: "ordinal",
})
export class WebhookAttempt {
  @Column(() => DateTimeScalar, { description: "When it began." })
  at!: Date;

  @Column(() => Int, { description: "How long it took, ms." })
  durationMs!: number;

  @Column(() => AttemptOutcome, { description: "What came of it." })
  outcome!: string;

  @Column(() => Int, { nullable: true, description: "Status of the answer; null where none came." })
  httpStatus!: number | null;
}

export const WebhookEndpointConnection = connectionOf("WebhookEndpoint", () => WebhookEndpoint);
export const WebhookDeliveryConnection = connectionOf("WebhookDelivery", () => WebhookDelivery);
