import { INSPECTION_RULES, INTERVAL_CAPS, RETEST_RULES } from "../schedule/index.ts";

const CITATIONS = new Map<string, string>([
  ...INSPECTION_RULES.map(({ ruleId, version, citation }) => [`${ruleId}@${version}`, citation] as const),
  ...RETEST_RULES.map(({ ruleId, version, citation }) => [`${ruleId}@${version}`, citation] as const),
  ...INTERVAL_CAPS.map(({ capId, citation }) => [`${capId}@1`, citation] as const),
]);

/** The law behind a rule of ours, and where it was read; null for a rule that is not, or no longer, in our data. */
export function citationOf(ruleId: string | null, version: number | null): string | null {
  return CITATIONS.get(`${ruleId}@${version}`) ?? null;
}
