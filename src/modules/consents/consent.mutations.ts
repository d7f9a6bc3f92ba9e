import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { givenFields } from "../../platform/graphql/given-fields.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { UserErrorType, USER_ERRORS_DESCRIPTION } from "../../platform/graphql/user-error.ts";
import type { Outcome, UserError } from "../../platform/errors/outcome.ts";
import { Access } from "../../platform/read/entity.ts";
import { ContactChannel, LawfulBasis, Purpose } from "../vocabulary/graphql.ts";
import type * as words from "../vocabulary/index.ts";
import { Consent } from "./consent.type.ts";
import type { ConsentChange } from "./record-consent.service.ts";

@InputType({ description: "Why you may use a vehicle's identity for a purpose." })
export class RecordConsentInput {
  @Field(() => ID, { description: "As this API gave it to your partner." })
  vehicleId!: string;

  @Field(() => Purpose, {
    description: "What for. A record of yours for the same vehicle and purpose is replaced.",
  })
  purpose!: words.Purpose;

  @Field(() => LawfulBasis, { description: "Why." })
  lawfulBasis!: words.LawfulBasis;

  @Field(() => [ContactChannel], {
    defaultValue: [],
    description: "Ways in which the driver may be reached for the purpose; none when absent.",
  })
  channels!: words.ContactChannel[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the driver gave it, not after now; now when absent or null.",
  })
  grantedAt?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "From when on it no longer holds, after now; until it is withdrawn when absent or null.",
  })
  expiresAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      "SHA-256 of what proves it (a signed form, a recording), 64 lower-case hexadecimal digits. Keep the proof itself: for telephone marketing in France the burden of proof is yours.",
  })
  proofHash?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Your own name for the text that the driver agreed to, up to 200 characters.",
  })
  sourceText?: string | null;
}

@InputType({ description: "Which of your records to end." })
export class WithdrawConsentInput {
  @Field(() => ID, { description: "As this API gave it to your partner." })
  vehicleId!: string;

  @Field(() => Purpose, { description: "The purpose that it was recorded for." })
  purpose!: words.Purpose;
}

@Access("consents:manage")
@ObjectType({ simpleResolvers: true, description: "What became of a consent." })
export class ConsentPayload {
  @Field(() => Consent, { nullable: true, description: "The record as it stands now; null where refused." })
  consent!: string | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

const payload = ({ value, userErrors }: Outcome<ConsentChange>): ConsentPayload => ({
  consent: value?.consentId ?? null,
  userErrors,
});

@Resolver()
export class ConsentMutations {
  @Access("consents:manage")
  @Mutation(() => ConsentPayload, {
    description:
      "Records a consent, or another lawful basis, of a vehicle for a purpose. From then on its identity is shown to you only while a record of yours is in force for a purpose of your contract.",
  })
  async recordConsent(
    @Arg("input", () => RecordConsentInput, { description: "What to record." }) input: RecordConsentInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<ConsentPayload> {
    const vehicleId = principal.ids.decode("V", input.vehicleId);
    return payload(await services.consents.recordConsent(principal, { ...givenFields(input), vehicleId }));
  }

  @Access("consents:manage")
  @Mutation(() => ConsentPayload, {
    description:
      "Ends what you recorded for a vehicle and purpose. It counts from your next read: where nothing else is in force, the vehicle's identity is hidden and lists leave it out. Doing so again changes nothing.",
  })
  async withdrawConsent(
    @Arg("input", () => WithdrawConsentInput, { description: "What to end." }) input: WithdrawConsentInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<ConsentPayload> {
    const vehicleId = principal.ids.decode("V", input.vehicleId);
    return payload(await services.consents.withdrawConsent(principal, { ...givenFields(input), vehicleId }));
  }
}
