/**
 * The entry at a place that is known to exist.
 * @throws {RangeError} where it does not: a mistake of ours
 */
export function at<T>(list: readonly T[], place: number): T {
  const entry = list[place];
  if (entry === undefined) throw new RangeError(`Nothing at place ${place} of ${list.length}.`);
  return entry;
}
