import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from "graphql";
import { entityOf, readOf } from "./document.ts";
import type { Personal, ReadMeta } from "./entity.ts";

/**
 * The fields of a document that are hidden, rounded or coarser for whoever may know nobody's identity, as `Type.field`, in the
 * order in which they stand.
 */
export function maskedFields(schema: GraphQLSchema, document: DocumentNode): string[] {
  const masked = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const [parent, field] = [types.getParentType(), types.getFieldDef()];
        if (!parent || !field) return;
        const { personal } = entityOf(parent) ?? {};
        const meta = readOf(field);
        if (personal === undefined || meta === undefined) return;
        if (columnsOf(meta, field.name).some((column) => isMasked(personal, column)))
          masked.add(`${parent.name}.${field.name}`);
      },
    }),
  );
  return [...masked];
}

const isMasked = ({ hidden, rounded = {}, coarse = {} }: Personal, column: string): boolean =>
  column in hidden || column in rounded || column in coarse;

/** The columns that a field shows, as far as its declaration names them. */
function columnsOf(meta: ReadMeta, name: string): readonly string[] {
  if (meta.kind === "column") return [name];
  if (meta.kind === "parts") return Object.values(meta.columns);
  if (meta.kind !== "computed") return [];
  return meta.needs.filter((column) => !(meta.exact ?? []).includes(column));
}
