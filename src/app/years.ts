import { InvalidArgumentError } from "commander";

const FIRST = 1990;
const LAST = 2100;

/** "2018-2020" and "2018,2020" as years in order. @throws {InvalidArgumentError} in words for the terminal */
export function parseYears(text: string): number[] {
  const years = text.split(",").flatMap(parsePart);
  return [...new Set(years)].sort((left, right) => left - right);
}

function parsePart(text: string): number[] {
  const found = /^\s*(\d{4})(?:\s*-\s*(\d{4}))?\s*$/.exec(text);
  const first = Number(found?.[1]);
  const last = Number(found?.[2] ?? found?.[1]);
  if (!(first >= FIRST && last <= LAST && first <= last)) {
    throw new InvalidArgumentError("Years are written 2018-2020, 2018,2020 or 2021.");
  }
  return Array.from({ length: last - first + 1 }, (_, passed) => first + passed);
}

/** [2018, 2019, 2021] → "2018–2019, 2021". */
export function describeYears(years: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const year of years) {
    const run = runs.at(-1);
    if (run?.[1] === year - 1) run[1] = year;
    else runs.push([year, year]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(", ");
}
