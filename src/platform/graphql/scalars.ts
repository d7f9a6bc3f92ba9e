import { GraphQLDateTimeISO, GraphQLLocalDate } from "graphql-scalars";
import { GraphQLScalarType } from "graphql";

const YEAR_RANGE = /^(1[89]|20)\d\d-/;

/** `YYYY-MM-DD`, from 1800 to 2099: a calendar day as law and certificates mean it, in no time zone. */
export const DateScalar = new GraphQLScalarType<string, string>({
  name: "Date",
  description:
    "A calendar day, `YYYY-MM-DD`, from 1800 to 2099. It has no time zone: it is the day where the vehicle was.",
  serialize: String,
  parseValue: (value) => day(GraphQLLocalDate.parseValue(value)),
  parseLiteral: (node) => day(GraphQLLocalDate.parseLiteral(node)),
});

function day(text: string): string {
  if (!YEAR_RANGE.test(text)) throw new TypeError("A Date is a calendar day from 1800-01-01 to 2099-12-31.");
  return text;
}

/** An instant in UTC with milliseconds. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  ...GraphQLDateTimeISO.toConfig(),
  name: "DateTime",
  description:
    "An instant in UTC with milliseconds, `YYYY-MM-DDThh:mm:ss.sssZ` (RFC 3339). Any offset is accepted as input.",
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
});

/** An object with a key for each word of a list, for `registerEnumType`. */
export function enumMap<const T extends readonly string[]>(list: T): { readonly [K in T[number]]: K } {
  return Object.fromEntries(list.map((word) => [word, word])) as { readonly [K in T[number]]: K };
}
