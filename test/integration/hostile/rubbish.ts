import type { Random } from "../isolation/random.ts";

/** What nobody should send for a text, a number, a day or an id, and somebody does. */
const VALUES: readonly unknown[] = [
  ...[
    "",
    " ",
    "\u0000",
    "\ud800",
    "\u202eevil",
    "A\u0301",
    "\u{1f697}",
    "' or 1=1 --",
    "\\",
    "%",
    "_",
    "${x}",
  ],
  ...["-1", "NaN", "infinity", "0044-03-15 BC", "2026-02-30", "10000-01-01", "2026-06-15T23:59:60+99:99"],
  ...["__proto__", "constructor", "null", "{}", "V", `V${"A".repeat(22)}`, "FR-", "~", "http://0x7f000001/"],
  ...["%".repeat(600), "x".repeat(20_000), "\n".repeat(3000), "(a+)+$".repeat(200)],
  ...[-1, 0, -0, 1.5, 1e-320, 1e308, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 + 2, Number.MAX_VALUE],
  ...[true, false, null, [], {}, [[[[]]]], [null], { a: { b: [] } }, ["x", 1, null]],
];
const LONG_LIST = 500;

/** A value that may be of any kind, and is hardly ever the one that is asked for. */
export function rubbish(random: Random): unknown {
  if (random.chance(0.02)) return Array.from({ length: LONG_LIST }, () => random.pick(VALUES));
  if (random.chance(0.02)) return JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":1}}');
  return random.pick(VALUES);
}

/** The same value with something in it replaced, left out or added. */
export function spoiled(value: unknown, random: Random): unknown {
  const isInside = value !== null && typeof value === "object" && random.chance(0.8);
  if (!isInside) return rubbish(random);
  if (Array.isArray(value)) {
    if (value.length === 0) return [rubbish(random)];
    const at = random.integer(0, value.length - 1);
    if (random.chance(0.2)) return [...(value as unknown[]), ...(value as unknown[])];
    return value.map((item, i) => (i === at ? spoiled(item, random) : (item as unknown)));
  }
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  if (entries.length === 0 || random.chance(0.15)) return { ...value, [random.pick(NAMES)]: rubbish(random) };
  const [name, inner] = random.pick(entries);
  if (random.chance(0.15)) return Object.fromEntries(entries.filter(([other]) => other !== name));
  return { ...value, [name]: spoiled(inner, random) };
}

const NAMES = ["partnerId", "id", "createdAt", "verified", "__proto__", "toString", "and", "", "a b"];

/** Pieces of GraphQL that do not belong where they are put. */
const PIECES = [
  ...["{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "...", "|", "=", "&", ",", "#", "\ufeff", "\u0000"],
  ...['"', '"""', '"\\u{110000}"', '"\\ud800"', "''", "-", "0123", "1e999", "1e", "null", "$nope", "-0"],
  ...[
    "on",
    "fragment",
    "query",
    "mutation { __typename }",
    "subscription { x }",
    "extend type Query { x: Int }",
  ],
  ...["__typename", "__schema { types { name } }", '__type(name: "Query") { name }', "_entities", "_service"],
  ...["@include(if: true)", "@skip(if: $nope)", "@defer", "@stream", "@deprecated", "@a @b @c @d @e @f"],
  ...["... on Vehicle { id }", "...F0", "...Nowhere", "fragment F0 on Query { ...F0 }", "{ { { { {"],
  ...["a ".repeat(120), "{ a ".repeat(40), "[".repeat(300), ",".repeat(5000)],
];
const TOKEN = /"""[^]*?"""|"(?:[^"\\]|\\.)*"|\.{3}|[$@]?\w+|[^\s\w]/g;

/** A document with some of its words left out, doubled, swapped or replaced by others. */
export function spoiledDocument(query: string, random: Random): string {
  const tokens = query.match(TOKEN) ?? [];
  for (let times = random.integer(1, 3); times > 0 && tokens.length > 0; times -= 1) {
    const at = random.integer(0, tokens.length - 1);
    const token = tokens[at] ?? "";
    const other = random.integer(0, tokens.length - 1);
    const changes = [
      () => tokens.splice(at, 1),
      () => tokens.splice(at, 0, token),
      () => tokens.splice(at, 0, random.pick(PIECES)),
      () => tokens.splice(at, 1, random.pick(PIECES)),
      () => tokens.splice(at, 1, tokens[other] ?? ""),
      () => tokens.splice(at, 1, `${token.slice(0, -1)}x`),
      () => tokens.splice(at),
    ];
    random.pick(changes)();
  }
  return tokens.join(" ");
}
