import { Field, Int, ArgsType, ObjectType, type ClassType } from "type-graphql";
import { PartOfEntity } from "../read/entity.ts";

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: "Rows of a page, 1 to 100; 25 when absent or null." })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "`endCursor` of the page before; absent or null for the first page. Cursors last a day.",
  })
  after?: string | null;
}

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "Where a page stands in its list." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more rows follow." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether this page was asked for with `after`." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "Cursor of the first row; null on an empty page." })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Cursor of the last row; null on an empty page. Pass it as `after`.",
  })
  endCursor!: string | null;
}

/** The connection and edge types of an entity. */
export function connectionOf<T extends object>(name: string, entity: () => ClassType<T>): ClassType {
  @PartOfEntity
  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `A ${spaced(name)} and its place in the list.`,
  })
  class Edge {
    @Field(() => String, { description: "Place of this row, to continue after it." })
    cursor!: string;

    @Field(entity, { description: `The ${spaced(name)} itself.` })
    node!: T;
  }

  @PartOfEntity
  @ObjectType(`${name}Connection`, {
    simpleResolvers: true,
    description: `One page of a list of ${spaced(name)}s.`,
  })
  class Connection {
    @Field(() => [Edge], { description: "The rows of this page, in the list's order." })
    edges!: Edge[];

    @Field(() => PageInfo, { description: "Whether there is more, and how to ask for it." })
    pageInfo!: PageInfo;
  }
  return Connection;
}

const spaced = (name: string) => name.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
