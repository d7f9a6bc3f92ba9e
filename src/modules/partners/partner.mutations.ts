import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { givenFields } from "../../platform/graphql/given-fields.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { UserErrorType, USER_ERRORS_DESCRIPTION } from "../../platform/graphql/user-error.ts";
import { Access } from "../../platform/read/entity.ts";
import type { Client, Partner } from "./administer-partners.service.ts";
import type { UserError } from "./outcome.ts";
import {
  CreateClientFields,
  CreatePartnerFields,
  RotateClientSecretFields,
  UpdatePartnerContractFields,
} from "./partner.inputs.ts";
import { ClientType, PartnerType } from "./partner.type.ts";

@Access("admin")
@ObjectType({ simpleResolvers: true, description: "What became of a partner." })
export class PartnerPayload {
  @Field(() => PartnerType, { nullable: true, description: "The partner as it is now; null where refused." })
  partner!: Partner | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Access("admin")
@ObjectType({ simpleResolvers: true, description: "A new credential, or why there is none." })
export class CreateClientPayload {
  @Field(() => ClientType, { nullable: true, description: "The credential; null where refused." })
  client!: Client | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Its secret, told this once and stored nowhere; null where it proves itself without one, or where refused.",
  })
  clientSecret!: string | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Access("admin")
@ObjectType({ simpleResolvers: true, description: "A client's new secret, or why there is none." })
export class RotateClientSecretPayload {
  @Field(() => String, {
    nullable: true,
    description: "The new secret, told this once and stored nowhere; null where refused.",
  })
  clientSecret!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Until when the secret before works beside it; null where refused.",
  })
  previousExpiresAt!: Date | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Access("admin")
@ObjectType({ simpleResolvers: true, description: "What became of a credential." })
export class RevokeClientPayload {
  @Field(() => ID, { nullable: true, description: "The client that was ended; null where refused." })
  revokedClientId!: string | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

/** Partners, contracts and credentials, for the operator's own programs. */
@Resolver()
export class PartnerMutations {
  @Access("admin")
  @Mutation(() => PartnerPayload, { description: "Adds a partner with its contract. A slug is used once." })
  async createPartner(
    @Arg("input", () => CreatePartnerFields, { description: "The partner." }) input: CreatePartnerFields,
    @Ctx() { services }: RequestContext,
  ): Promise<PartnerPayload> {
    const { value, userErrors } = await services.partners.createPartner(givenFields(input));
    return { partner: value, userErrors };
  }

  @Access("admin")
  @Mutation(() => PartnerPayload, {
    description:
      "Changes a partner's contract. It counts within five seconds, also for tokens that are out already.",
  })
  async updatePartnerContract(
    @Arg("input", () => UpdatePartnerContractFields, { description: "The changes." })
    input: UpdatePartnerContractFields,
    @Ctx() { services }: RequestContext,
  ): Promise<PartnerPayload> {
    const openEnded = input.validUntil === null ? { validUntil: null } : {};
    const { value, userErrors } = await services.partners.updatePartnerContract({
      ...givenFields(input),
      ...openEnded,
    });
    return { partner: value, userErrors };
  }

  @Access("admin")
  @Mutation(() => CreateClientPayload, { description: "Adds a credential to a partner." })
  async createClient(
    @Arg("input", () => CreateClientFields, { description: "The credential." }) input: CreateClientFields,
    @Ctx() { services }: RequestContext,
  ): Promise<CreateClientPayload> {
    const { partnerSlug, name, scopes, externalId, publicKeys } = givenFields(input);
    const { value, userErrors } = await services.partners.createClient({
      partnerSlug,
      name,
      ...(scopes && { scopes }),
      ...(externalId && { externalId }),
      ...(publicKeys && { jwks: { keys: publicKeys.map((key) => ({ ...givenFields(key) })) } }),
    });
    return { client: value?.client ?? null, clientSecret: value?.clientSecret ?? null, userErrors };
  }

  @Access("admin")
  @Mutation(() => RotateClientSecretPayload, {
    description: "Gives a client a second secret, so that it can be replaced without an outage.",
  })
  async rotateClientSecret(
    @Arg("input", () => RotateClientSecretFields, { description: "The client." })
    input: RotateClientSecretFields,
    @Ctx() { services }: RequestContext,
  ): Promise<RotateClientSecretPayload> {
    const { value, userErrors } = await services.partners.rotateClientSecret(givenFields(input));
    return {
      clientSecret: value?.clientSecret ?? null,
      previousExpiresAt: value?.previousExpiresAt ?? null,
      userErrors,
    };
  }

  @Access("admin")
  @Mutation(() => RevokeClientPayload, {
    description:
      "Ends a client for good, with its tokens, everywhere within five seconds. Again changes nothing.",
  })
  async revokeClient(
    @Arg("clientId", () => ID, { description: "The client to end." }) clientId: string,
    @Ctx() { services }: RequestContext,
  ): Promise<RevokeClientPayload> {
    const { value, userErrors } = await services.partners.revokeClient(clientId);
    return { revokedClientId: value?.clientId ?? null, userErrors };
  }
}
