import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";
import { LIMITS } from "../limits.ts";

/** Limits that a document alone decides, checked with GraphQL's own rules and so remembered with the document. */
export const LIMIT_RULES = [operationRule, depthRule, aliasRule, directiveRule, repetitionRule];

function operationRule(context: ValidationContext): ASTVisitor {
  const found = { operations: 0 };
  return {
    OperationDefinition(node) {
      found.operations += 1;
      if (found.operations === LIMITS.operations + 1) {
        refuse(context, `A document holds at most ${LIMITS.operations} operations.`);
      }
      if (node.operation === OperationTypeNode.SUBSCRIPTION)
        refuse(context, "Subscriptions are not offered. Use webhooks or `events`.");
    },
  };
}

/** Fragments are measured once each, so nesting them costs no more than writing them. */
function depthRule(context: ValidationContext): ASTVisitor {
  const depths = new Map<string, number>();
  const measuring = new Set<string>();

  const ofFragment = (fragment: FragmentDefinitionNode | null | undefined): number => {
    if (fragment == null || measuring.has(fragment.name.value)) return 0; // a cycle: GraphQL's own rule names it
    const known = depths.get(fragment.name.value);
    if (known !== undefined) return known;
    measuring.add(fragment.name.value);
    const depth = ofSelections(fragment.selectionSet);
    measuring.delete(fragment.name.value);
    depths.set(fragment.name.value, depth);
    return depth;
  };

  const ofSelections = (set: SelectionSetNode | undefined): number => {
    let deepest = 0;
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FIELD) {
        // Introspection nests type references; it has its own permission and no rows behind it.
        const isIntrospection = node.name.value === "__schema" || node.name.value === "__type";
        deepest = Math.max(deepest, isIntrospection ? 1 : 1 + ofSelections(node.selectionSet));
      } else if (node.kind === Kind.INLINE_FRAGMENT)
        deepest = Math.max(deepest, ofSelections(node.selectionSet));
      else deepest = Math.max(deepest, ofFragment(context.getFragment(node.name.value)));
    }
    return deepest;
  };

  return {
    OperationDefinition(node) {
      if (ofSelections(node.selectionSet) > LIMITS.depth) {
        refuse(context, `The operation nests deeper than ${LIMITS.depth} fields.`);
      }
    },
  };
}

function aliasRule(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  return {
    Field(node) {
      if (node.alias === undefined) return;
      aliases += 1;
      if (aliases === LIMITS.aliases + 1)
        refuse(context, `A document holds at most ${LIMITS.aliases} aliases.`);
    },
  };
}

function directiveRule(context: ValidationContext): ASTVisitor {
  let directives = 0;
  return {
    Directive() {
      directives += 1;
      if (directives === LIMITS.directives + 1) {
        refuse(context, `A document holds at most ${LIMITS.directives} directives.`);
      }
    },
  };
}

/** Writing one field again and again makes merging quadratic and asks for nothing more. */
function repetitionRule(context: ValidationContext): ASTVisitor {
  return {
    SelectionSet(set) {
      const seen = new Map<string, number>();
      for (const node of set.selections) {
        if (node.kind !== Kind.FIELD) continue;
        const key = (node.alias ?? node.name).value;
        const times = (seen.get(key) ?? 0) + 1;
        seen.set(key, times);
        if (times === LIMITS.repetitions + 1) {
          refuse(context, `A selection repeats one field at most ${LIMITS.repetitions} times.`);
        }
      }
    },
  };
}

function refuse(context: ValidationContext, message: string): void {
  context.reportError(new GraphQLError(message));
}
