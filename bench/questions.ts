import { readFileSync } from "node:fs";
import type { Request } from "./load.ts";
import type { Sample } from "./sample.ts";
import { spherePointOf } from "./sphere.ts";

export const QUESTIONS = ["q1", "q2", "q3", "q4", "q5", "q6", "q7"] as const;
export type Question = (typeof QUESTIONS)[number];

export const ENGINES = ["ours", "postgraphile", "mercurius", "limit"] as const;
export type Engine = (typeof ENGINES)[number];

type Variables = Readonly<Record<string, unknown>>;

/** The sets of variables that a question is asked with, in the words of our own schema. */
export function variablesOf(question: Question, sample: Sample): readonly Variables[] {
  switch (question) {
    case "q1":
      return sample.plates.map((registration) => ({ registration }));
    case "q2":
      return sample.areaParts;
    case "q3":
      return sample.places;
    case "q4":
      return sample.demandAreas.map((area) => ({ area }));
    case "q5":
      return [{}];
    case "q6":
      return sample.makes.map((make) => ({ make }));
    case "q7":
      return sample.makes.flatMap((make) => [
        { make, x: true },
        { make, x: false },
      ]);
  }
}

const documentOf = (engine: "ours" | "postgraphile", question: Question) =>
  readFileSync(new URL(`queries/${engine}-${question}.graphql`, import.meta.url), "utf8");

/**
 * One request. Mercurius is asked in the same words as the product; PostGraphile in the words of its own schema; the
 * limit takes the variables alone.
 */
export function requestOf(engine: Engine, question: Question, variables: Variables, token: string): Request {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  if (engine === "limit") {
    return { method: "POST", path: `/${question}`, headers, body: JSON.stringify(variables) };
  }
  const query = documentOf(engine === "postgraphile" ? "postgraphile" : "ours", question);
  const asked =
    engine === "postgraphile" && question === "q3" ? { place: spherePointOf(variables) } : variables;
  return { method: "POST", path: "/graphql", headers, body: JSON.stringify({ query, variables: asked }) };
}

/** What an answer says, whatever its shape: its values in order, without cursors and what else is not data. */
export function valuesOf(answer: unknown): unknown[] {
  if (answer === null || typeof answer !== "object") return [answer];
  return Object.entries(answer).flatMap(([key, value]) =>
    key === "cursor" || key === "pageInfo" || key === "extensions" || key === "errors" ? [] : valuesOf(value),
  );
}
