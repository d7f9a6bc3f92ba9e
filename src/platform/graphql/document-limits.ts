import {
  Kind,
  OperationTypeNode,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { LIMITS } from "../limits.ts";

/**
 * What is too much in a document, by its own words; null where nothing is. Asked before GraphQL's validation, and in
 * time by the document's length: all that comes after takes time by what the document becomes once its fragments are
 * put in, and two that each name the next one twice double at every step.
 */
export function excessOf(document: DocumentNode): string | null {
  return countedExcess(document) ?? nestedExcess(document);
}

/** Most texts remembered, and most characters of them together: about a megabyte. */
const REMEMBERED = { texts: 1000, chars: 1_000_000 } as const;

/**
 * Asks `excessOf` of documents as text, and remembers those that passed: a partner's programs send the same few.
 * @returns null also for text that is no document: the parser's own words are better
 */
export function openDocumentCheck(): (text: string) => string | null {
  const passed = new Set<string>();
  let chars = 0;
  return (text) => {
    if (passed.has(text)) return null;
    if (text.length > LIMITS.documentChars)
      return `A document holds at most ${LIMITS.documentChars} characters. Send values as variables.`;
    const document = parsed(text);
    if (document === null) return null;
    const excess = excessOf(document);
    if (excess !== null) return excess;
    if (passed.size >= REMEMBERED.texts || chars > REMEMBERED.chars) {
      passed.clear();
      chars = 0;
    }
    passed.add(text);
    chars += text.length;
    return null;
  };
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text, { maxTokens: LIMITS.tokens, noLocation: true });
  } catch {
    return null;
  }
}

/** Limits on what is written in the document, wherever it stands. */
function countedExcess(document: DocumentNode): string | null {
  const count = { operations: 0, subscriptions: 0, aliases: 0, directives: 0, repetitions: 0 };
  visit(document, {
    OperationDefinition({ operation }) {
      count.operations += 1;
      if (operation === OperationTypeNode.SUBSCRIPTION) count.subscriptions += 1;
    },
    Field({ alias }) {
      if (alias !== undefined) count.aliases += 1;
    },
    Directive() {
      count.directives += 1;
    },
    SelectionSet({ selections }) {
      count.repetitions = Math.max(count.repetitions, mostRepeated(selections));
    },
  });
  if (count.subscriptions > 0) return "Subscriptions are not offered. Use webhooks or `events`.";
  if (count.operations > LIMITS.operations)
    return `A document holds at most ${LIMITS.operations} operations.`;
  if (count.aliases > LIMITS.aliases) return `A document holds at most ${LIMITS.aliases} aliases.`;
  if (count.directives > LIMITS.directives)
    return `A document holds at most ${LIMITS.directives} directives.`;
  if (count.repetitions > LIMITS.repetitions)
    return `A selection repeats one field at most ${LIMITS.repetitions} times.`;
  return null;
}

/** How often the most frequent response key stands in one selection. */
function mostRepeated(selections: readonly SelectionNode[]): number {
  const seen = new Map<string, number>();
  for (const node of selections) {
    if (node.kind !== Kind.FIELD) continue;
    const key = (node.alias ?? node.name).value;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...seen.values());
}

/** Limits on what the operations become once their fragments are put in, as they are merged and answered. */
function nestedExcess(document: DocumentNode): string | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const measure = new Measure(fragments);
  for (const node of document.definitions) {
    if (node.kind === Kind.OPERATION_DEFINITION) measure.level([node.selectionSet], 1, LIMITS.depth);
  }
  // Validation looks at fragments that nothing uses as well.
  for (const [name, node] of fragments) {
    if (!measure.used.has(name)) measure.level([node.selectionSet], 1, LIMITS.depth);
  }
  return measure.excess;
}

class Measure {
  excess: string | null = null;
  readonly used = new Set<string>();
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  #selections = 0;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  /** Selections that are answered as one object, and all below them. */
  level(sets: readonly SelectionSetNode[], depth: number, limit: number): void {
    const level = { fields: new Map<string, FieldNode[]>(), open: new Set<string>() };
    for (const set of sets) this.#collect(set, level);
    for (const same of level.fields.values()) {
      if (this.excess !== null) return;
      this.#below(same, depth, limit);
    }
  }

  #collect(set: SelectionSetNode, level: Level): void {
    for (const node of set.selections) {
      this.#selections += 1;
      if (this.#selections > LIMITS.selections) {
        this.excess ??= `A document selects at most ${LIMITS.selections} fields, counted as often as its fragments are used.`;
      }
      if (this.excess !== null) return;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const same = level.fields.get(key);
        if (same === undefined) level.fields.set(key, [node]);
        else same.push(node);
      } else if (node.kind === Kind.INLINE_FRAGMENT) this.#collect(node.selectionSet, level);
      else this.#spread(node.name.value, level);
    }
  }

  #spread(name: string, level: Level): void {
    this.used.add(name);
    const fragment = this.#fragments.get(name);
    // One within itself, or one that is not there, is named by GraphQL's own rules.
    if (fragment === undefined || level.open.has(name)) return;
    level.open.add(name);
    this.#collect(fragment.selectionSet, level);
    level.open.delete(name);
  }

  #below(same: readonly FieldNode[], depth: number, limit: number): void {
    if (depth > limit) this.excess ??= `The operation nests deeper than ${limit} fields.`;
    const inner = same.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (inner.length === 0 || this.excess !== null) return;
    const name = same[0]?.name.value;
    // Introspection nests references to types: it has a permission and a depth of its own.
    const introspects = depth === 1 && (name === "__schema" || name === "__type");
    this.level(inner, depth + 1, introspects ? LIMITS.introspectionDepth : limit);
  }
}

/** What is selected in one place of the answer. */
interface Level {
  readonly fields: Map<string, FieldNode[]>;
  /** Fragments that the walk is inside of. */
  readonly open: Set<string>;
}
