/** The fields of an input that say something: neither absent nor null. */
export function givenFields<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], null | undefined> } {
  const said = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said) as { [K in keyof T]: Exclude<T[K], null | undefined> };
}
