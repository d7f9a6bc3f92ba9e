import { Ctx, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { LIMITS } from "../../platform/limits.ts";
import { Access } from "../../platform/read/entity.ts";

@Access(null)
@ObjectType({
  simpleResolvers: true,
  description: "What your partner's contract lets its clients see. Null lists are unlimited.",
})
export class ViewerContract {
  @Field(() => [String], { nullable: true, description: "Area codes, down to the leaves; null: everywhere." })
  areas!: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Makes; null: all." })
  makes!: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Part families; null: all." })
  partFamilies!: readonly string[] | null;

  @Field(() => [String], { description: "What personal data may be used for; empty: nothing." })
  purposes!: readonly string[];
}

@Access(null)
@ObjectType({ simpleResolvers: true, description: "The limits that every operation is held to." })
export class ViewerLimits {
  @Field(() => Int, { description: "Largest `first`." })
  pageSizeMax!: number;

  @Field(() => Int, { description: "`first` when it is absent." })
  pageSizeDefault!: number;

  @Field(() => Int, { description: "Most ids in `nodes`." })
  nodes!: number;

  @Field(() => Int, { description: "Highest cost of one operation." })
  operationCost!: number;

  @Field(() => Int, { description: "Cost that can be spent at once; it fills up again with time." })
  bucketSize!: number;

  @Field(() => Int, { description: "Cost that comes back each second." })
  restorePerSecond!: number;

  @Field(() => Int, { description: "Deepest nesting of fields." })
  depth!: number;

  @Field(() => Int, { description: "Most aliases in a document." })
  aliases!: number;

  @Field(() => Int, { description: "Most tokens in a document." })
  tokens!: number;

  @Field(() => Int, { description: "Most directives in a document." })
  directives!: number;

  @Field(() => Int, { description: "Largest request body, bytes." })
  bodyBytes!: number;

  @Field(() => Int, { description: "Most items of one list input." })
  batchItems!: number;

  @Field(() => Int, { description: "Longest time for one statement of the database, ms." })
  statementTimeoutMs!: number;

  @Field(() => Int, { description: "Longest time for one request, ms." })
  requestTimeoutMs!: number;

  @Field(() => Int, { description: "Most operations of one client at the same time." })
  concurrentOperations!: number;

  @Field(() => Int, { description: "Most tokens that one client gets within a minute." })
  tokenRequestsPerMinute!: number;

  @Field(() => Int, { description: "Most webhook endpoints of one partner." })
  webhookEndpoints!: number;

  @Field(() => Int, { description: "Most exports of one partner that wait or run." })
  openExports!: number;

  @Field(() => Int, { description: "For how long events can be read again, days." })
  eventsKeptDays!: number;

  @Field(() => Int, { description: "For how long the files of an export can be downloaded, days." })
  exportsKeptDays!: number;

  @Field(() => Int, {
    description: "For how long an `Idempotency-Key` answers again what it answered first, hours.",
  })
  idempotencyKeysKeptHours!: number;

  @Field(() => Int, {
    description: "Fewest vehicles that an aggregate rests on; what rests on fewer is withheld.",
  })
  aggregateVehiclesMin!: number;
}

@Access(null)
@ObjectType({ simpleResolvers: true, description: "What this client did lately. A few seconds behind." })
export class ViewerUsage {
  @Field(() => Int, { description: "Operations in the last 24 hours, by whole hours." })
  requests!: number;

  @Field(() => Int, { description: "Those of them that were refused or failed." })
  failures!: number;

  @Field(() => Float, { description: "What they cost together." })
  cost!: number;

  @Field(() => Int, { description: "What this client can spend now." })
  available!: number;
}

@Access(null)
@ObjectType({
  simpleResolvers: true,
  description: "Who is asking: the partner, its client and what the token allows.",
})
export class Viewer {
  @Field(() => ID, { description: "Your partner's id." })
  partnerId!: string;

  @Field(() => String, { description: "Client id of this credential." })
  clientId!: string;

  @Field(() => [String], { description: "Scopes that this token carries." })
  scopes!: readonly string[];

  @Field(() => ViewerContract, { description: "What the contract lets it see." })
  contract!: ViewerContract;

  @Field(() => ViewerLimits, { description: "What every operation is held to." })
  limits!: ViewerLimits;
}

const VIEWER_LIMITS: ViewerLimits = {
  pageSizeMax: LIMITS.pageSize.max,
  pageSizeDefault: LIMITS.pageSize.default,
  nodes: LIMITS.nodes,
  operationCost: LIMITS.cost.perOperation,
  bucketSize: LIMITS.cost.bucket,
  restorePerSecond: LIMITS.cost.restorePerSecond,
  depth: LIMITS.depth,
  aliases: LIMITS.aliases,
  tokens: LIMITS.tokens,
  directives: LIMITS.directives,
  bodyBytes: LIMITS.bodyBytes,
  batchItems: LIMITS.batchItems,
  statementTimeoutMs: LIMITS.statementTimeoutMs,
  requestTimeoutMs: LIMITS.requestTimeoutMs,
  concurrentOperations: LIMITS.concurrentOperations,
  tokenRequestsPerMinute: LIMITS.tokenRequestsPerMinute,
  webhookEndpoints: LIMITS.webhookEndpoints,
  openExports: LIMITS.openExports,
  eventsKeptDays: LIMITS.eventsKeptDays,
  exportsKeptDays: LIMITS.exportsKeptDays,
  idempotencyKeysKeptHours: LIMITS.idempotencyKeysKeptHours,
  aggregateVehiclesMin: LIMITS.aggregate.vehicles,
};

const DAY_MS = 24 * 60 * 60 * 1000;

@Resolver(() => Viewer)
export class ViewerReads {
  @Access(null)
  @FieldResolver(() => ViewerUsage, { description: "What this client did in the last 24 hours." })
  async usage(@Ctx() { usage, budget, principal }: RequestContext): Promise<ViewerUsage> {
    const totals = await usage.since(principal.clientId, new Date(Date.now() - DAY_MS));
    return { ...totals, available: budget.refund(principal.clientId, 0) };
  }

  @Access(null)
  @Query(() => Viewer, { description: "Who you are here, and what you may do. Needs a token and no scope." })
  viewer(@Ctx() { principal }: RequestContext): Viewer {
    return {
      partnerId: principal.partnerId,
      clientId: principal.clientId,
      scopes: [...principal.scopes],
      contract: principal.contract,
      limits: VIEWER_LIMITS,
    };
  }
}
