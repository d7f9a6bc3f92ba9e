import { Arg, ID, Query, Resolver } from "type-graphql";
import { Node } from "../platform/graphql/node.ts";
import { Access, compiled, ReadNode } from "../platform/read/entity.ts";
import { AppError } from "../platform/errors/app-error.ts";
import { LIMITS } from "../platform/limits.ts";

/** @throws {AppError} BAD_USER_INPUT when more are asked for than one answer holds */
function requireFew({ ids }: { readonly ids?: readonly string[] }): void {
  if (ids === undefined || ids.length <= LIMITS.nodes) return;
  throw new AppError("BAD_USER_INPUT", `ids holds at most ${LIMITS.nodes} ids.`, {
    argument: "ids",
    max: LIMITS.nodes,
  });
}

@Resolver()
export class NodeReads {
  @Access(null)
  @Query(() => Node, {
    nullable: true,
    description: "Anything by its id; null where the id is unknown to you. Its fields need their own scopes.",
  })
  @ReadNode({})
  node(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) _id: string,
  ): Node | null {
    return compiled();
  }

  @Access(null)
  @Query(() => [Node], {
    nullable: "items",
    description: `Up to ${LIMITS.nodes} things by their ids, in the same order; null for each id that is unknown to you.`,
  })
  @ReadNode({ check: requireFew })
  nodes(
    @Arg("ids", () => [ID], { description: "As this API gave them to your partner." }) _ids: string[],
  ): (Node | null)[] {
    return compiled();
  }
}
