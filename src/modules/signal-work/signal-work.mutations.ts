import { Arg, Ctx, Field, Float, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { Outcome, UserError } from "../../platform/errors/outcome.ts";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { givenFields } from "../../platform/graphql/given-fields.ts";
import { UserErrorType, USER_ERRORS_DESCRIPTION } from "../../platform/graphql/user-error.ts";
import { Access } from "../../platform/read/entity.ts";
import { IntentSignal } from "../signals/graphql.ts";
import { Currency, SignalOutcome, SignalOutcomeReason } from "../vocabulary/graphql.ts";
import type * as words from "../vocabulary/index.ts";
import { CLAIM_HOURS } from "./claim-terms.ts";
import type { WorkedSignal } from "./work-signal.service.ts";

@InputType({ description: "Which signal to have for yourself." })
export class ClaimSignalInput {
  @Field(() => ID, { description: "As this API gave it to your partner." })
  signalId!: string;
}

@InputType({ description: "Which signal to let go of." })
export class ReleaseSignalInput {
  @Field(() => ID, { description: "As this API gave it to your partner." })
  signalId!: string;
}

@InputType({ description: "What came of a signal that you claimed." })
export class ReportSignalOutcomeInput {
  @Field(() => ID, { description: "As this API gave it to your partner." })
  signalId!: string;

  @Field(() => SignalOutcome, { description: "A step on the way, or how it ended." })
  outcome!: words.SignalOutcome;

  @Field(() => SignalOutcomeReason, {
    nullable: true,
    description: "Why it came to nothing. NOT_RELEVANT takes one, LOST may have one.",
  })
  reason?: words.SignalOutcomeReason | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Charged with tax, in units of the currency, 0 or more. COMPLETED takes it, nothing else does.",
  })
  amount?: number | null;

  @Field(() => Currency, {
    nullable: true,
    description: "Of the amount; what the vehicle's country pays in when absent or null.",
  })
  currency?: words.Currency | null;
}

@Access("signals:act")
@ObjectType({ simpleResolvers: true, description: "What became of work on a signal." })
export class SignalWorkPayload {
  @Field(() => IntentSignal, {
    nullable: true,
    description: "The signal as it stands now; null where refused, or where you may not read signals.",
  })
  signal!: string | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

const payload = ({ value, userErrors }: Outcome<WorkedSignal>): SignalWorkPayload => ({
  signal: value?.signalId ?? null,
  userErrors,
});

@Resolver()
export class SignalWorkMutations {
  @Access("signals:act")
  @Mutation(() => SignalWorkPayload, {
    description: `Has an OPEN signal for your partner alone for ${CLAIM_HOURS} hours; then it is open again by itself. Of several claims at once one succeeds, the others are told SIGNAL_ALREADY_CLAIMED, as is who claims twice.`,
  })
  async claimSignal(
    @Arg("input", () => ClaimSignalInput, { description: "What to claim." }) input: ClaimSignalInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<SignalWorkPayload> {
    return payload(await services.signalWork.claim(principal, principal.ids.decode("S", input.signalId)));
  }

  @Access("signals:act")
  @Mutation(() => SignalWorkPayload, {
    description: "Opens a signal that you claimed to everybody again. Doing so again changes nothing.",
  })
  async releaseSignal(
    @Arg("input", () => ReleaseSignalInput, { description: "What to release." }) input: ReleaseSignalInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<SignalWorkPayload> {
    return payload(await services.signalWork.release(principal, principal.ids.decode("S", input.signalId)));
  }

  @Access("signals:act")
  @Mutation(() => SignalWorkPayload, {
    description: `Says what came of a signal that you claimed. CONTACTED, QUOTED and BOOKED start its ${CLAIM_HOURS} hours anew; COMPLETED fulfils it; LOST and NOT_RELEVANT dismiss it. Where a record has closed it meanwhile, the outcome is still taken, once.`,
  })
  async reportSignalOutcome(
    @Arg("input", () => ReportSignalOutcomeInput, { description: "What came of which signal." })
    input: ReportSignalOutcomeInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<SignalWorkPayload> {
    const signalId = principal.ids.decode("S", input.signalId);
    return payload(await services.signalWork.report(principal, { ...givenFields(input), signalId }));
  }
}
