/**
 * Variables of an example may hold what only exists when it is run: `first:vehicles` is the id of the first vehicle
 * that the reader sees, `first:intentSignals(filter: { status: [OPEN] })` that of the first such signal,
 * `first:vehicles.registration` another field of it, and `today`, `today+30` or `today-365` are days.
 */
const FIRST = /^first:(\w+)(?:\((.*)\))?(?:\.(\w+))?$/;
const DAY = /^today(?:([+-])(\d+))?$/;
const DAY_MS = 86_400_000;

/** Asks for the id of the first row of a list, or for what is called so there; null where it is empty or may not be read. */
export type ReadFirstId = (query: string) => Promise<string | null>;

/** The variables with every placeholder filled in. What cannot be filled in becomes null. */
export async function fillPlaceholders(
  value: unknown,
  today: Date,
  readFirstId: ReadFirstId,
): Promise<unknown> {
  if (typeof value === "string") return fillText(value, today, readFirstId);
  if (Array.isArray(value)) {
    return Promise.all(value.map((item) => fillPlaceholders(item, today, readFirstId)));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    async ([key, item]) => [key, await fillPlaceholders(item, today, readFirstId)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function fillText(text: string, today: Date, readFirstId: ReadFirstId): Promise<string | null> {
  const [, sign = "+", days] = DAY.exec(text) ?? [];
  if (DAY.test(text)) {
    const shift = Number(days ?? 0) * (sign === "-" ? -DAY_MS : DAY_MS);
    return new Date(today.getTime() + shift).toISOString().slice(0, 10);
  }
  const [, field, given, asked] = FIRST.exec(text) ?? [];
  if (field === undefined) return text;
  const rest = given === undefined ? "" : `, ${given}`;
  const id = asked === undefined ? "id" : `id: ${asked}`;
  return readFirstId(`{ ${field}(first: 1${rest}) { edges { node { ${id} } } } }`);
}

/** The id in the answer to such a question, or what was asked for under that name. */
export function firstIdOf(data: unknown): string | null {
  const [list] = Object.values((data ?? {}) as Record<string, { edges: { node: { id: string } }[] } | null>);
  return list?.edges[0]?.node.id ?? null;
}
