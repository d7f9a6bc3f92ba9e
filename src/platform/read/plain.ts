import {
  getNamedType,
  isLeafType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from "graphql";
import { entityOf, isList, type Nodes } from "./document.ts";
import type { StatementBuilder } from "./statement-builder.ts";
import { leafWriter, listWriter, objectWriter, required, type Values, type Write } from "./write.ts";

/** Writes the rows of an entity that a plain value holds. */
export type WriteRows = (nodes: Nodes) => Write<Values>;

/** Writes a value made in JavaScript: leaves, objects by property name, and rows of an entity where it reaches one. */
export function plainWriter(
  builder: StatementBuilder,
  type: GraphQLOutputType,
  path: string,
  nodes: Nodes,
  rows?: WriteRows,
): Write<unknown> {
  const named = getNamedType(type);
  if (isLeafType(named)) return leafWriter(type, path);
  if (!isObjectType(named)) throw new Error(`${path}: plain values have one type`);
  const one = rows && entityOf(named) ? rows(nodes) : plainObject(builder, named, path, nodes, rows);
  return required<unknown>(type, path, (isList(type) ? listWriter(one) : one) as Write<unknown>);
}

function plainObject(
  builder: StatementBuilder,
  type: GraphQLObjectType,
  path: string,
  nodes: Nodes,
  rows?: WriteRows,
): Write<Record<string, unknown>> {
  return objectWriter(
    [...builder.fields(type, nodes)].map(([key, same]) => {
      const name = same[0]?.name.value ?? "";
      const field = type.getFields()[name];
      if (field === undefined) return [key, () => JSON.stringify(type.name)]; // __typename
      const write = plainWriter(builder, field.type, `${path}.${name}`, same, rows);
      const args = builder.arguments(field, same);
      return [
        key,
        (value, run) => {
          const held = value[name];
          return write(
            typeof held === "function" ? (held as (args: object) => unknown)(args.all(run)) : held,
            run,
          );
        },
      ];
    }),
  );
}
