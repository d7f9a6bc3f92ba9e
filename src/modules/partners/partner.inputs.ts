import { Field, ID, InputType } from "type-graphql";
import { DateScalar, DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { PartFamily, Purpose } from "../vocabulary/graphql.ts";
import { PartnerStatus } from "./partner.type.ts";
import type { PartnerStatus as Status } from "./partner.repository.ts";

@InputType("CreatePartnerInput", { description: "A new partner and its contract." })
export class CreatePartnerFields {
  @Field(() => String, { description: "2 to 64 lower-case letters and digits, in words joined by hyphens." })
  slug!: string;

  @Field(() => String, { description: "What people call it, up to 200 characters." })
  name!: string;

  @Field(() => [String], { description: "The most that any of its clients may do; at least one." })
  scopes!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: "Area codes whose rows it sees; everywhere when absent or empty.",
  })
  areas!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: "Makes whose rows it sees; all when absent or empty.",
  })
  makes!: string[];

  @Field(() => [PartFamily], {
    defaultValue: [],
    description: "Part families whose signals and demand it sees; all when absent or empty.",
  })
  partFamilies!: string[];

  @Field(() => [Purpose], {
    defaultValue: [],
    description: "What it may use personal data for; nothing when absent or empty.",
  })
  purposes!: string[];

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether its clients may use introspection; true when absent or null.",
  })
  introspection?: boolean | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "First day of the contract; today when absent or null.",
  })
  validFrom?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Last day of the contract; open-ended when absent or null.",
  })
  validUntil?: string | null;
}

@InputType("UpdatePartnerContractInput", {
  description: "Changes to a partner's contract. What is absent stays; lists are replaced as a whole.",
})
export class UpdatePartnerContractFields {
  @Field(() => String, { description: "The partner to change." })
  slug!: string;

  @Field(() => String, { nullable: true, description: "Another name; null is as if absent." })
  name?: string | null;

  @Field(() => PartnerStatus, { nullable: true, description: "Whether it is served; null is as if absent." })
  status?: Status | null;

  @Field(() => [String], { nullable: true, description: "At least one; null is as if absent." })
  scopes?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Empty: everywhere; null is as if absent." })
  areas?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Empty: all; null is as if absent." })
  makes?: string[] | null;

  @Field(() => [PartFamily], { nullable: true, description: "Empty: all; null is as if absent." })
  partFamilies?: string[] | null;

  @Field(() => [Purpose], { nullable: true, description: "Empty: nothing; null is as if absent." })
  purposes?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether its clients may use it; null is as if absent.",
  })
  introspection?: boolean | null;

  @Field(() => DateScalar, { nullable: true, description: "First day; null is as if absent." })
  validFrom?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Last day; null makes the contract open-ended." })
  validUntil?: string | null;
}

@InputType("PublicKeyInput", {
  description: "A public key with which a client signs in (RFC 7517). ES256, PS256, RS256 or EdDSA.",
})
export class PublicKeyFields {
  @Field(() => String, { description: "Its type: `EC`, `RSA` or `OKP`." })
  kty!: string;

  @Field(() => String, { description: "The algorithm that it signs with." })
  alg!: string;

  @Field(() => String, { nullable: true, description: "Its own id; needed where there are several keys." })
  kid?: string | null;

  @Field(() => String, { nullable: true, description: "Curve, for `EC` and `OKP`." })
  crv?: string | null;

  @Field(() => String, { nullable: true, description: "First coordinate, for `EC` and `OKP`, in base64url." })
  x?: string | null;

  @Field(() => String, { nullable: true, description: "Second coordinate, for `EC`, in base64url." })
  y?: string | null;

  @Field(() => String, { nullable: true, description: "Modulus, for `RSA`, in base64url." })
  n?: string | null;

  @Field(() => String, { nullable: true, description: "Exponent, for `RSA`, in base64url." })
  e?: string | null;
}

@InputType("CreateClientInput", { description: "A new credential of a partner." })
export class CreateClientFields {
  @Field(() => String, { description: "The partner that gets it." })
  partnerSlug!: string;

  @Field(() => String, { description: "Which program will use it, up to 200 characters." })
  name!: string;

  @Field(() => [String], {
    nullable: true,
    description: "A subset of the contract's scopes; all of them when absent or null.",
  })
  scopes?: string[] | null;

  @Field(() => [PublicKeyFields], {
    nullable: true,
    description: "For private_key_jwt, up to 5: such a client has no secret. None when absent or null.",
  })
  publicKeys?: PublicKeyFields[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Its name at the external issuer: such a client gets its tokens there. None when absent or null.",
  })
  externalId?: string | null;
}

@InputType("RotateClientSecretInput", { description: "Which client needs a new secret." })
export class RotateClientSecretFields {
  @Field(() => ID, { description: "The credential that gets a second secret, by its id." })
  clientId!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "When the secret before ends, within 30 days; now for one that leaked. In a day when absent or null.",
  })
  previousExpiresAt?: Date | null;
}
