import { FieldResolver, Resolver, Root } from "type-graphql";
import { Event } from "../events/graphql.ts";
import { Inspection } from "./inspection.type.ts";

@Resolver(() => Event)
export class EventInspection {
  @FieldResolver(() => Inspection, {
    nullable: true,
    description:
      "The inspection as it is now; null where the event is about none, or you may not read it any more.",
  })
  inspection(@Root() { subject, subjectUuid }: Event): string | null {
    return subject.type === "INSPECTION" ? subjectUuid : null;
  }
}
