/** The first and the last day of whole calendar years, in any order. */
export function wholeYears(years: readonly number[]): { readonly from: string; readonly until: string } {
  return { from: `${Math.min(...years)}-01-01`, until: `${Math.max(...years)}-12-31` };
}
