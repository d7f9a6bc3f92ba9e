/** Garages in the schema: inspection centres and workshops, by place and by name. */
export { Address, Garage, GarageArea, GarageConnection, GeoPoint } from "./garage.type.ts";
export { GarageFilter, GarageReads, NearInput, requirePlace } from "./garage.reads.ts";
