import { Field, InputType, ObjectType } from "type-graphql";
import type { UserError } from "../../platform/errors/outcome.ts";
import type { Principal } from "../../platform/auth/principal.ts";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { UserErrorType } from "../../platform/graphql/user-error.ts";
import { WRITE_MODES, WRITE_RESULTS, type ItemOutcome, type WriteMode, type WriteResult } from "./items.ts";
import type { NamedInput } from "./name-vehicles.ts";

const WriteModeEnum = describeEnum(
  WRITE_MODES,
  "WriteMode",
  "What becomes of a batch with items that are refused.",
  {
    BEST_EFFORT: "The others are taken.",
    ATOMIC: "None is taken.",
  },
);

const WriteResultEnum = describeEnum(WRITE_RESULTS, "WriteResult", "What an item did.", {
  CREATED: "It was not known before.",
  UPDATED: "It says something else than was known.",
  UNCHANGED: "It is on record just so.",
});

const ITEM_ERRORS =
  "Why the item was refused; or, where `result` is not null, what is odd about it. Fields start at `items[n]`.";

@InputType({ description: "A batch's terms." })
export class BatchInput {
  @Field(() => WriteModeEnum, { defaultValue: "BEST_EFFORT", description: "BEST_EFFORT when absent." })
  mode!: WriteMode;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether to find out only: all is tried, nothing is kept, and no row is answered.",
  })
  validateOnly!: boolean;
}

@ObjectType()
export class ItemResult {
  @Field(() => WriteResultEnum, { nullable: true, description: "Null where the item was refused." })
  result!: WriteResult | null;

  @Field(() => [UserErrorType], { description: ITEM_ERRORS })
  userErrors!: readonly UserError[];
}

@ObjectType()
export class BatchPayload {
  @Field(() => [UserErrorType], { description: "What was wrong with any item, all together." })
  userErrors!: readonly UserError[];
}

export const errorsOf = (outcomes: readonly ItemOutcome[]) =>
  outcomes.flatMap(({ userErrors }) => userErrors);

/** Items with the ids of their vehicles as rows have them. */
export function namedInputs(
  { ids }: Principal,
  items: readonly { readonly vehicleId?: string | null }[],
): NamedInput[] {
  return items.map((item) => {
    const { vehicleId, ...fields } = item;
    return { fields, vehicleId: vehicleId == null ? undefined : ids.decode("V", vehicleId) };
  });
}
