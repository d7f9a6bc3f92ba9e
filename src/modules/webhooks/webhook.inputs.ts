import { Field, ID, InputType, Int } from "type-graphql";
import { AppError } from "../../platform/errors/app-error.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { LIMITS } from "../../platform/limits.ts";
import { Access } from "../../platform/read/entity.ts";
import { IntentSignalFilter, requireFilter } from "../signals/graphql.ts";
import { DeliveryStatus, EventType, WebhookSignature, WebhookStatus } from "../vocabulary/graphql.ts";
import type * as words from "../vocabulary/index.ts";

const TYPES = "What it hears of. Empty, absent or null: all that the client's scopes allow.";
const SIGNALS =
  "Of events about signals only those whose signal this finds when the event is taken up; others are not touched by it. The same input as of `intentSignals`.";

@InputType({ description: "An address that events are delivered to." })
export class CreateWebhookEndpointInput {
  @Field(() => String, {
    description:
      "https, on the port 443 or 8443, at an address of the public internet; no redirection is followed.",
  })
  url!: string;

  @Field(() => String, { nullable: true, description: "Your own words for it, at most 200 characters." })
  description?: string | null;

  @Field(() => [EventType], { nullable: true, description: TYPES })
  types?: words.EventType[] | null;

  @Access("signals:read")
  @Field(() => IntentSignalFilter, { nullable: true, description: SIGNALS })
  signals?: IntentSignalFilter | null;

  @Field(() => WebhookSignature, { nullable: true, description: "HMAC when absent or null. It stays." })
  signature?: words.WebhookSignature | null;
}

@InputType({ description: "What to change of an endpoint. What is absent stays as it is." })
export class UpdateWebhookEndpointInput {
  @Field(() => ID, { description: "As this API gave it to your partner." })
  id!: string;

  @Field(() => String, { nullable: true, description: "As with createWebhookEndpoint; null: as it is." })
  url?: string | null;

  @Field(() => String, { nullable: true, description: "Null takes it away." })
  description?: string | null;

  @Field(() => [EventType], { nullable: true, description: TYPES })
  types?: words.EventType[] | null;

  @Access("signals:read")
  @Field(() => IntentSignalFilter, { nullable: true, description: `${SIGNALS} Null: every signal.` })
  signals?: IntentSignalFilter | null;

  @Field(() => WebhookStatus, {
    nullable: true,
    description:
      "PAUSED: it is not called until it is ACTIVE again. Resumed, it goes on behind what it acknowledged last, at most 30 days back, with what the asking client may hear of.",
  })
  status?: words.WebhookStatus | null;
}

@InputType({ description: "Which endpoint gets another secret." })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: "As this API gave it to your partner." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      "For so many hours the one before signs as well, 0 to 168; 24 when absent or null. 0 for one that leaked.",
  })
  overlapHours?: number | null;
}

@InputType({
  description: "Which deliveries to make once more: some by their ids, or those made in a period.",
})
export class ReplayWebhookDeliveriesInput {
  @Field(() => ID, { description: "The endpoint that they went to." })
  endpointId!: string;

  @Field(() => [ID], { nullable: true, description: "These, if they are over. At most 250." })
  deliveryIds?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Made at this instant or later." })
  from?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Made before this instant; absent or null: until now.",
  })
  until?: Date | null;

  @Field(() => [DeliveryStatus], {
    nullable: true,
    description: "Without ids: in these states; FAILED when absent or null. PENDING ones come anyway.",
  })
  statuses?: words.DeliveryStatus[] | null;
}

/**
 * A filter as it is stored.
 * @throws {AppError} BAD_USER_INPUT for values that the list of signals would refuse
 */
export function storedFilter(filter: IntentSignalFilter): object {
  requireFilter({ filter });
  const given = JSON.parse(JSON.stringify(filter)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== "string") continue;
    if (value.length <= LIMITS.textChars && !value.includes("\0") && value.isWellFormed()) continue;
    throw new AppError("BAD_USER_INPUT", `${name} is no text to search for.`, {
      argument: `signals.${name}`,
    });
  }
  return given;
}
