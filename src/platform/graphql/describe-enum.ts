import { registerEnumType } from "type-graphql";
import { enumMap } from "./scalars.ts";

/** A GraphQL enum over a list of words, with a sentence for each. */
export function describeEnum<const T extends readonly string[]>(
  list: T,
  name: string,
  description: string,
  values: Readonly<Record<T[number], string>>,
): { readonly [K in T[number]]: K } {
  const map = enumMap(list);
  const valuesConfig = Object.fromEntries(
    list.map((word) => [word, { description: values[word as T[number]] }]),
  );
  registerEnumType(map, { name, description, valuesConfig: valuesConfig as never });
  return map;
}
