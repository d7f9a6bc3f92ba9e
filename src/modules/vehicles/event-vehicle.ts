import { FieldResolver, Resolver, Root } from "type-graphql";
import { Event } from "../events/graphql.ts";
import { Vehicle } from "./vehicle.type.ts";

@Resolver(() => Event)
export class EventVehicle {
  @FieldResolver(() => Vehicle, {
    nullable: true,
    description:
      "The vehicle as it is now; null where the event is about none, or you may not read it any more.",
  })
  vehicle(@Root() { vehicleUuid }: Event): string | null {
    return vehicleUuid;
  }
}
