import { BoundedMap } from "../auth/bounded-map.ts";
import { AppError } from "../errors/app-error.ts";

const JSON_TYPE = "application/json";
const GRAPHQL_RESPONSE = "application/graphql-response+json";

/** What each range of an Accept header gets here, and how many types it stands for: narrower ones are meant rather. */
const RANGES = new Map([
  [GRAPHQL_RESPONSE, { type: GRAPHQL_RESPONSE, breadth: 0 }],
  [JSON_TYPE, { type: JSON_TYPE, breadth: 0 }],
  ["application/*", { type: JSON_TYPE, breadth: 1 }],
  ["*/*", { type: JSON_TYPE, breadth: 2 }],
]);

/** Programs say the same with each of their requests. */
const known = new BoundedMap<string>(100);

/**
 * The `content-type` of the answer that a caller likes best, as RFC 9110 section 12.5.1 has it.
 * @throws {AppError} NOT_ACCEPTABLE for a caller that would not read the answer, before there is one
 */
export function answerTypeFor(accept = "*/*"): string {
  let type = known.get(accept);
  if (type === undefined) {
    type = chosenFrom(accept);
    known.set(accept, type);
  }
  return type;
}

function chosenFrom(accept: string): string {
  const [best] = rangesOf(accept)
    .flatMap(({ name, quality }) => {
      const range = RANGES.get(name);
      return range === undefined ? [] : [{ ...range, quality }];
    })
    .sort((one, other) => other.quality - one.quality || one.breadth - other.breadth);
  if (best === undefined)
    throw new AppError("NOT_ACCEPTABLE", `Answers are ${GRAPHQL_RESPONSE} or ${JSON_TYPE}.`);
  return `${best.type}; charset=utf-8`;
}

/** Whether the caller reads `application/json` alone, where a status other than 200 may hide the answer from it. */
export function isPlainJsonReader(accept: string | undefined): boolean {
  const names = accept === undefined ? [] : rangesOf(accept).map(({ name }) => name);
  return names.includes(JSON_TYPE) && !names.includes(GRAPHQL_RESPONSE);
}

/** The types of an Accept header in their order, without those that it refuses with q=0. */
function rangesOf(accept: string): { name: string; quality: number }[] {
  return accept
    .toLowerCase()
    .split(",")
    .map((range) => ({
      name: (range.split(";")[0] ?? "").trim(),
      quality: Number(/;\s*q=([\d.]+)/.exec(range)?.[1] ?? 1),
    }))
    .filter(({ quality }) => quality > 0);
}
