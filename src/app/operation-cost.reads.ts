import {
  getVariableValues,
  Kind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from "graphql";
import { Arg, Ctx, Field, Info, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { GraphQLResolveInfo, OperationDefinitionNode } from "graphql";
import type { RequestContext } from "../platform/graphql/context.ts";
import { excessOf } from "../platform/graphql/document-limits.ts";
import { publicMessage } from "../platform/graphql/format-error.ts";
import { AppError } from "../platform/errors/app-error.ts";
import { LIMITS } from "../platform/limits.ts";
import { compileCost } from "../platform/read/cost.ts";
import { fragmentsOf } from "../platform/read/document.ts";
import { Access } from "../platform/read/entity.ts";
import { maskedFields } from "../platform/read/masked-fields.ts";
import { requiredScopes } from "../platform/read/scopes.ts";
import { restrictionsOf } from "../platform/graphql/run-reads.ts";

@Access(null)
@ObjectType({
  simpleResolvers: true,
  description: "What an operation would cost and need. Nothing was run or charged.",
})
export class OperationCost {
  @Field(() => Int, {
    nullable: true,
    description: "Cost as it would be charged; null where the document is not valid.",
  })
  requested!: number | null;

  @Field(() => Int, { description: "Highest cost that one operation may have." })
  max!: number;

  @Field(() => [String], { description: "Scopes that it needs." })
  requiredScopes!: string[];

  @Field(() => [String], {
    description: "Those of them that this token does not carry; empty where it would be admitted.",
  })
  missingScopes!: string[];

  @Field(() => [String], {
    description:
      "Fields of it that this token gets hidden, rounded or coarser, whichever vehicle they are of, as `Vehicle.odometer`. Empty where it may know identities: then your consents decide for each vehicle.",
  })
  maskedFields!: string[];

  @Field(() => [String], {
    description: "What is wrong with the document or its variables; empty where it can be run.",
  })
  errors!: string[];
}

const NOTHING = {
  requested: null,
  max: LIMITS.cost.perOperation,
  requiredScopes: [],
  missingScopes: [],
  maskedFields: [],
};

@Resolver()
export class OperationCostReads {
  @Access(null)
  @Query(() => OperationCost, {
    description:
      "Weighs a document as it would be weighed when sent, without running or charging it. Needs no scope.",
  })
  operationCost(
    @Arg("document", () => String, { description: "A GraphQL document with one operation." }) text: string,
    @Arg("variables", () => String, {
      nullable: true,
      description: "Its variables as a JSON object; none when absent or null.",
    })
    variables: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): OperationCost {
    requireFew(context);
    const { principal } = context;
    const read = readDocument(schema, text);
    if ("errors" in read) return { ...NOTHING, errors: read.errors };
    const { document, operation } = read;
    const { coerced, errors } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      readVariables(variables),
    );
    if (coerced === undefined)
      return { ...NOTHING, errors: errors.map(({ message }) => publicMessage(message)) };
    const needed = [...requiredScopes(schema, document, coerced).keys()];
    const missingScopes = needed.filter((scope) => !principal.scopes.has(scope));
    const facts = {
      requiredScopes: needed,
      missingScopes,
      maskedFields: restrictionsOf(principal).identity ? [] : maskedFields(schema, document),
    };
    const cost = compileCost(schema, operation, fragmentsOf(document), coerced);
    try {
      return { ...NOTHING, ...facts, requested: cost({ variables: coerced, given: new Map() }), errors: [] };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...NOTHING, ...facts, errors: [error.message] };
    }
  }
}

/** Weighing a document takes as long as refusing it would, and may be asked for under many aliases. */
const MOST_AT_ONCE = 3;
const weighed = new WeakMap<RequestContext, number>();

/** @throws {AppError} BAD_USER_INPUT when one operation weighs more documents than that */
function requireFew(context: RequestContext): void {
  const count = (weighed.get(context) ?? 0) + 1;
  weighed.set(context, count);
  if (count <= MOST_AT_ONCE) return;
  throw new AppError("BAD_USER_INPUT", `One operation weighs at most ${MOST_AT_ONCE} documents.`, {
    max: MOST_AT_ONCE,
  });
}

type ReadDocument =
  | { readonly document: DocumentNode; readonly operation: OperationDefinitionNode }
  | { readonly errors: string[] };

function readDocument(schema: GraphQLSchema, text: string): ReadDocument {
  if (text.length > LIMITS.documentChars) {
    return { errors: [`A document holds at most ${LIMITS.documentChars} characters.`] };
  }
  let document: DocumentNode;
  try {
    document = parse(text, { maxLexicalTokens: LIMITS.tokens });
  } catch (error) {
    return { errors: [publicMessage((error as Error).message)] };
  }
  const excess = excessOf(document);
  if (excess !== null) return { errors: [excess] };
  const errors = validate(schema, document, specifiedRules, { maxErrors: 4 });
  if (errors.length > 0) return { errors: errors.map(({ message }) => publicMessage(message)) };
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1)
    return { errors: ["The document must hold one operation."] };
  return { document, operation };
}

/** @throws {AppError} BAD_USER_INPUT when it is not a JSON object */
function readVariables(text: string | null | undefined): Record<string, unknown> {
  if (text == null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below, for all that is not an object.
  }
  throw new AppError("BAD_USER_INPUT", "variables must be a JSON object.", { argument: "variables" });
}
