import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import type { UserError } from "../../platform/errors/outcome.ts";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { givenFields } from "../../platform/graphql/given-fields.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { UserErrorType, USER_ERRORS_DESCRIPTION } from "../../platform/graphql/user-error.ts";
import { Access } from "../../platform/read/entity.ts";
import {
  CreateWebhookEndpointInput,
  ReplayWebhookDeliveriesInput,
  RotateWebhookSecretInput,
  storedFilter,
  UpdateWebhookEndpointInput,
} from "./webhook.inputs.ts";
import { WebhookDelivery, WebhookEndpoint } from "./webhook.type.ts";

const KEY =
  "What verifies deliveries: with HMAC the secret `whsec_…`, told this once and stored sealed; with ED25519 the public key `whpk_…`. Null where refused.";

@Access("webhooks:manage")
@ObjectType({ simpleResolvers: true, description: "A new endpoint or key, or why there is none." })
export class WebhookSecretPayload {
  @Field(() => WebhookEndpoint, {
    nullable: true,
    description: "The endpoint as it is now; null where refused.",
  })
  endpoint!: string | null;

  @Field(() => String, { nullable: true, description: KEY })
  verificationKey!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Until when the key before signs as well; null where there was none, or where refused.",
  })
  previousExpiresAt!: Date | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Access("webhooks:manage")
@ObjectType({ simpleResolvers: true, description: "What became of an endpoint." })
export class WebhookEndpointPayload {
  @Field(() => WebhookEndpoint, {
    nullable: true,
    description: "The endpoint as it is now; null where refused.",
  })
  endpoint!: string | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Access("webhooks:manage")
@ObjectType({ simpleResolvers: true, description: "Whether an endpoint was deleted." })
export class DeleteWebhookEndpointPayload {
  @Field(() => ID, { nullable: true, description: "The endpoint that is gone; null where refused." })
  deletedId!: string | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Access("webhooks:manage")
@ObjectType({ simpleResolvers: true, description: "A test on its way, or why there is none." })
export class TestWebhookEndpointPayload {
  @Field(() => WebhookDelivery, {
    nullable: true,
    description: "Read it again by its id to see what came of it; null where refused.",
  })
  delivery!: string | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Access("webhooks:manage")
@ObjectType({ simpleResolvers: true, description: "How much is delivered once more." })
export class ReplayWebhookDeliveriesPayload {
  @Field(() => Int, {
    nullable: true,
    description: "Deliveries that wait again; at most 10,000 at a time, oldest first. Null where refused.",
  })
  replayed!: number | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Resolver()
export class WebhookMutations {
  @Access("webhooks:manage")
  @Mutation(() => WebhookSecretPayload, {
    description:
      "Adds an endpoint, at most 20 for a partner. It hears of what happens from now on. An address that may not be called is refused with WEBHOOK_URL_FORBIDDEN.",
  })
  async createWebhookEndpoint(
    @Arg("input", () => CreateWebhookEndpointInput, { description: "The endpoint." })
    input: CreateWebhookEndpointInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<WebhookSecretPayload> {
    const { signals, ...given } = givenFields(input);
    const filter = signals === undefined ? {} : { signals: storedFilter(signals) };
    const { value, userErrors } = await services.webhooks.create(principal, { ...given, ...filter });
    const { id: endpoint = null, verificationKey = null } = value ?? {};
    return { endpoint, verificationKey, previousExpiresAt: null, userErrors };
  }

  @Access("webhooks:manage")
  @Mutation(() => WebhookEndpointPayload, { description: "Changes an endpoint, pauses it or resumes it." })
  async updateWebhookEndpoint(
    @Arg("input", () => UpdateWebhookEndpointInput, { description: "The changes." })
    input: UpdateWebhookEndpointInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<WebhookEndpointPayload> {
    const { id, description, types, signals } = input;
    const { url, status } = givenFields(input);
    const { value, userErrors } = await services.webhooks.update(principal, {
      id: principal.ids.decode("W", id),
      ...(url !== undefined && { url }),
      ...(status !== undefined && { status }),
      ...(description !== undefined && { description }),
      ...(types !== undefined && { types: types ?? [] }),
      ...(signals !== undefined && { signals: signals === null ? null : storedFilter(signals) }),
    });
    return { endpoint: value?.id ?? null, userErrors };
  }

  @Access("webhooks:manage")
  @Mutation(() => DeleteWebhookEndpointPayload, {
    description: "Ends an endpoint, with the log of its deliveries.",
  })
  async deleteWebhookEndpoint(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) id: string,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<DeleteWebhookEndpointPayload> {
    const { value, userErrors } = await services.webhooks.delete(principal, principal.ids.decode("W", id));
    return { deletedId: value === null ? null : id, userErrors };
  }

  @Access("webhooks:manage")
  @Mutation(() => WebhookSecretPayload, {
    description: "Gives an endpoint another key. For a while deliveries carry signatures of both.",
  })
  async rotateWebhookSecret(
    @Arg("input", () => RotateWebhookSecretInput, { description: "The endpoint." })
    input: RotateWebhookSecretInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<WebhookSecretPayload> {
    const id = principal.ids.decode("W", input.id);
    const { value, userErrors } = await services.webhooks.rotateSecret(principal, {
      ...givenFields(input),
      id,
    });
    const { id: endpoint = null, verificationKey = null, previousExpiresAt = null } = value ?? {};
    return { endpoint, verificationKey, previousExpiresAt, userErrors };
  }

  @Access("webhooks:manage")
  @Mutation(() => TestWebhookEndpointPayload, {
    description: "Delivers an event of the type WEBHOOK_TEST to an endpoint, and to no other.",
  })
  async testWebhookEndpoint(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) id: string,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<TestWebhookEndpointPayload> {
    const { value, userErrors } = await services.webhooks.test(principal, principal.ids.decode("W", id));
    return { delivery: value?.deliveryId ?? null, userErrors };
  }

  @Access("webhooks:manage")
  @Mutation(() => ReplayWebhookDeliveriesPayload, {
    description: "Delivers once more what is over, each under the id that it had.",
  })
  async replayWebhookDeliveries(
    @Arg("input", () => ReplayWebhookDeliveriesInput, { description: "Which ones." })
    input: ReplayWebhookDeliveriesInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<ReplayWebhookDeliveriesPayload> {
    const { deliveryIds, endpointId, ...given } = givenFields(input);
    const decode = (id: string) => principal.ids.decode("M", id);
    const { value, userErrors } = await services.webhooks.replay(principal, {
      ...given,
      endpointId: principal.ids.decode("W", endpointId),
      ...(deliveryIds !== undefined && { deliveryIds: deliveryIds.map(decode) }),
    });
    return { replayed: value?.replayed ?? null, userErrors };
  }
}
