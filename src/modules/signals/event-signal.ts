import { FieldResolver, Resolver, Root } from "type-graphql";
import { Event } from "../events/graphql.ts";
import { IntentSignal } from "./signal.type.ts";

@Resolver(() => Event)
export class EventSignal {
  @FieldResolver(() => IntentSignal, {
    nullable: true,
    description:
      "The signal as it is now; null where the event is about none, or you may not read it any more.",
  })
  signal(@Root() { subject, subjectUuid }: Event): string | null {
    return subject.type === "SIGNAL" ? subjectUuid : null;
  }
}
