import { Field, ObjectType } from "type-graphql";
import { USER_ERROR_CODES, type UserErrorCode } from "../errors/outcome.ts";
import { PartOfEntity } from "../read/entity.ts";
import { describeEnum } from "./describe-enum.ts";

const UserErrorCodeEnum = describeEnum(
  USER_ERROR_CODES,
  "UserErrorCode",
  "Why a mutation was refused. New words may be added: treat one that you do not know like BAD_USER_INPUT.",
  {
    BAD_USER_INPUT: "A value is not one that this input takes; the message says what it takes.",
    CONFLICT: "It contradicts what is there already.",
    CONSENT_REQUIRED: "Nothing on record allows it: no consent or other lawful basis is in force.",
    DATE_IN_FUTURE: "A day or instant lies after now.",
    DEFECT_CODE_UNKNOWN: "A code is not in the list that it names.",
    DUPLICATE_INSPECTION: "The same inspection is on record already.",
    ERASED: "The vehicle's identity was erased: nothing about it is taken any more.",
    IDEMPOTENCY_KEY_IN_PROGRESS: "The first request with this key is still running.",
    IDEMPOTENCY_KEY_REUSED: "Another request was sent with this key before.",
    INVALID_REGISTRATION: "No registration mark of that country looks like this.",
    INVALID_VIN: "No VIN looks like this.",
    NOT_FOUND: "There is no such thing, or you may not know of it.",
    ODOMETER_DECREASE: "The distance is less than one read before. A warning: the row was taken.",
    SIGNAL_ALREADY_CLAIMED: "Somebody claimed the signal first.",
    SIGNAL_NOT_OPEN: "The signal is past the state in which this can be done.",
    UNSUPPORTED_COUNTRY: "Rows of that country are not taken.",
    WEBHOOK_URL_FORBIDDEN: "The address is not one on the public internet that we would call.",
  },
);

@PartOfEntity
@ObjectType("UserError", {
  simpleResolvers: true,
  description: "Why a mutation did not do what was asked. Nothing was changed, unless its code says so.",
})
export class UserErrorType {
  @Field(() => UserErrorCodeEnum, { description: "For programs." })
  code!: UserErrorCode;

  @Field(() => String, {
    nullable: true,
    description: "The input that it is about, as a path; null where it is about none.",
  })
  field!: string | null;

  @Field(() => String, { description: "For people. Wording changes." })
  message!: string;
}

/** Every payload has them. */
export const USER_ERRORS_DESCRIPTION = "Why it was refused; empty where it was done.";
