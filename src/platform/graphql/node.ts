import { Field, ID, InterfaceType } from "type-graphql";
import { PartOfEntity } from "../read/entity.ts";

@PartOfEntity
@InterfaceType({ description: "Anything that can be asked for again by its id." })
export abstract class Node {
  @Field(() => ID, {
    description:
      "Opaque, stable for a partner, and different for every partner: two partners cannot join by it.",
  })
  id!: string;
}
