import { isDeepStrictEqual } from "node:util";
import { tokenAt, type Tokens } from "./partner.ts";
import { requestOf, valuesOf, variablesOf, type Engine, type Question } from "./questions.ts";
import type { Sample } from "./sample.ts";

/** Of each question's sets of variables, how many are tried. */
const TRIED = 20;

/** @throws {Error} where an engine answers anything else than the product does, or the product finds nothing at all */
export async function compareAnswers(
  question: Question,
  urls: ReadonlyMap<Engine, string>,
  sample: Sample,
  tokens: Tokens,
): Promise<void> {
  let found = 0;
  for (const [n, variables] of variablesOf(question, sample).slice(0, TRIED).entries()) {
    const answers = new Map<Engine, unknown[]>();
    for (const [engine, url] of urls) {
      const { path, ...init } = requestOf(engine, question, variables, tokenAt(tokens, engine, n));
      const response = await fetch(url + path, init);
      const answer = (await response.json().catch(() => null)) as {
        data?: unknown;
        errors?: unknown[];
      } | null;
      if (answer?.data == null || answer.errors !== undefined)
        throw new Error(`${engine}, ${question}: ${response.status} ${JSON.stringify(answer?.errors)}`);
      answers.set(engine, valuesOf(answer.data));
    }
    const ours = answers.get("ours") ?? [];
    found += ours.length;
    for (const [engine, values] of answers) {
      if (isDeepStrictEqual(values, ours)) continue;
      const place = ours.findIndex((value, index) => value !== values[index]);
      throw new Error(
        `${engine} answers ${question} otherwise (${values.length} values, ours ${ours.length}): ${String(values[place])} for ${String(ours[place])} at ${place}`,
      );
    }
  }
  if (found === 0) throw new Error(`${question} finds nothing: there is nothing to compare.`);
}
