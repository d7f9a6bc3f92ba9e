import { date, index, pgTable, smallint, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { garages } from "../garages/garage.table.ts";
import { partners } from "../partners/partner.table.ts";
import { vehicles } from "../vehicles/vehicle.table.ts";
import {
  AXLES,
  DECLARATION_KINDS,
  INSPECTION_KINDS,
  PART_FAMILIES,
  REPAIR_OPERATIONS,
  SIDES,
  SPOTS,
} from "../vocabulary/index.ts";

/**
 * What drivers asked for themselves, as a partner passed it on: quotes and bookings. Each opens a signal, which those
 * see whose contract shows the vehicle; the request itself is its partner's. No row holds a text or an address.
 */
export const declarations = pgTable(
  "declarations",
  {
    id: uuid("id").primaryKey(),
    vehicleId: uuid("vehicle_id")
      .notNull()
      .references(() => vehicles.id),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    /** The credential that passed it on. */
    clientId: text("client_id").notNull(),
    /** The request's number at the partner; null where it gave none. */
    externalId: text("external_id"),
    kind: word("kind", DECLARATION_KINDS).notNull(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    /** Which inspection is asked for; null where a part is. */
    inspectionKind: word("inspection_kind", INSPECTION_KINDS),
    /** Key of part_categories, and its family; both null where an inspection is asked for. */
    partCategory: text("part_category"),
    partFamily: word("part_family", PART_FAMILIES),
    operation: word("operation", REPAIR_OPERATIONS),
    axle: word("axle", AXLES),
    side: word("side", SIDES),
    spot: word("spot", SPOTS),
    axleNumber: smallint("axle_number"),
    quantity: smallint("quantity"),
    /** Where the driver wants to go; null: anywhere. */
    garageId: uuid("garage_id").references(() => garages.id),
    /** Days that suit the driver, both included. */
    fromOn: date("from_on", { mode: "string" }).notNull(),
    untilOn: date("until_on", { mode: "string" }).notNull(),
    declaredAt: instant("declared_at").notNull(),
    /** The signal that it opened. */
    signalId: uuid("signal_id").notNull(),
    erasedAt: instant("erased_at"),
  },
  (t) => [
    // One row for each request of a partner: sent twice, it changes nothing.
    unique("declarations_partner_id_external_id_key").on(t.partnerId, t.externalId),
    // Finds all that erasure has to clear.
    index("declarations_vehicle_id_idx").on(t.vehicleId),
    oneOf("declarations_kind_check", t.kind, DECLARATION_KINDS),
  ],
);
