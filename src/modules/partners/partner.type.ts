import { Field, ID, ObjectType } from "type-graphql";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { DateScalar, DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { Access } from "../../platform/read/entity.ts";
import { PartFamily, Purpose } from "../vocabulary/graphql.ts";
import type { Client, Partner } from "./administer-partners.service.ts";
import { PARTNER_STATUSES } from "./partner.table.ts";

export const PartnerStatus = describeEnum(PARTNER_STATUSES, "PartnerStatus", "Whether a partner is served.", {
  ACTIVE: "Served while its contract runs.",
  SUSPENDED: "None of its clients gets a token or is admitted.",
});

@Access("admin")
@ObjectType("Partner", {
  simpleResolvers: true,
  description: "A company that reads or supplies data, with its contract.",
})
export class PartnerType implements Omit<Partner, "createdAt" | "updatedAt"> {
  @Field(() => ID, { description: "Its id, the same for everybody." })
  id!: string;

  @Field(() => String, { description: "Lower-case words joined by hyphens; never changes." })
  slug!: string;

  @Field(() => String, { description: "What people call it." })
  name!: string;

  @Field(() => PartnerStatus, { description: "Whether it is served." })
  status!: Partner["status"];

  @Field(() => [String], { description: "The most that any of its clients may do." })
  scopes!: string[];

  @Field(() => [String], {
    description: "Area codes whose rows it sees; an area stands for all below it. Empty: everywhere.",
  })
  areas!: string[];

  @Field(() => [String], { description: "Makes whose rows it sees, in upper case. Empty: all." })
  makes!: string[];

  @Field(() => [PartFamily], { description: "Part families whose signals and demand it sees. Empty: all." })
  partFamilies!: string[];

  @Field(() => [Purpose], {
    description: "What it may use personal data for. Empty: nothing, so it is shown no vehicle's identity.",
  })
  purposes!: string[];

  @Field(() => Boolean, { description: "Whether its clients may read the schema through introspection." })
  introspection!: boolean;

  @Field(() => DateScalar, { description: "First day of the contract." })
  validFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: "Last day of the contract; null: open-ended." })
  validUntil!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was added." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: "When its contract last changed." })
  updatedAt!: Date;
}

@Access("admin")
@ObjectType("Client", {
  simpleResolvers: true,
  description: "A credential of a partner: one program of theirs. Never shows a secret.",
})
export class ClientType implements Pick<Client, "id" | "name" | "scopes" | "partnerId"> {
  @Field(() => ID, { description: "Its client_id for the token endpoint." })
  id!: string;

  @Field(() => ID, { description: "The partner that it belongs to." })
  partnerId!: string;

  @Field(() => String, { description: "Which program uses it." })
  name!: string;

  @Field(() => [String], { description: "Those of the contract's scopes that its tokens may carry." })
  scopes!: string[];

  @Field(() => DateTimeScalar, { description: "When it was added." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it last got a token; null: never." })
  lastUsedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was ended for good; null while it works.",
  })
  revokedAt!: Date | null;
}
