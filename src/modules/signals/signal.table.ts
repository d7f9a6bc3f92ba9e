import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import {
  AXLES,
  INSPECTION_KINDS,
  PART_FAMILIES,
  REPAIR_OPERATIONS,
  SIDES,
  SIGNAL_CHANGES,
  SIGNAL_KINDS,
  SIGNAL_ORIGINS,
  SIGNAL_STATUSES,
  SPOTS,
} from "../vocabulary/index.ts";

/** Who last moved a signal's status. What a partner settled, scoring leaves settled. */
const ACTORS = ["SCORING", "PARTNER"] as const;

/**
 * Of indexes in which a changed signal gets another entry: pages that are nearly full when they are built all split when
 * the next model comes, at a quarter of what its signals cost, and are no fuller than this afterwards.
 */
const CHANGING = { fillfactor: 70 };

/**
 * What a vehicle is about to need: about three rows for each vehicle, kept up to date by scoring. One table, not
 * partitioned: nearly every list goes across vehicles in the order of probability, and an index of the whole yields
 * that order without merging eight of them. `area_code` and `make` are the vehicle's, carried for row-level security.
 * No foreign key leads to the vehicle: checking it would lock, and so rewrite, a row of vehicles for each signal that
 * scoring writes. Vehicles are never deleted.
 */
export const intentSignals = pgTable(
  "intent_signals",
  {
    /** Made of the vehicle's id and the need, so that the same need keeps its id (see signal-id.ts). */
    id: uuid("id").primaryKey(),
    vehicleId: uuid("vehicle_id").notNull(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    kind: word("kind", SIGNAL_KINDS).notNull(),
    origin: word("origin", SIGNAL_ORIGINS).notNull(),
    status: word("status", SIGNAL_STATUSES).notNull(),
    statusBy: word("status_by", ACTORS).notNull(),
    /** The first instant at which its claim no longer holds; means something only while it is CLAIMED. */
    claimedUntil: instant("claimed_until"),
    /** Which inspection is due; null where the signal is about a part. */
    inspectionKind: word("inspection_kind", INSPECTION_KINDS),
    /** Key of part_categories, and its family; both null where no part is asked for. */
    partCategory: text("part_category"),
    partFamily: word("part_family", PART_FAMILIES),
    operation: word("operation", REPAIR_OPERATIONS),
    axle: word("axle", AXLES),
    side: word("side", SIDES),
    spot: word("spot", SPOTS),
    axleNumber: smallint("axle_number"),
    /** Pieces or sets; null where none is known, 0 for work without a new part. */
    quantity: smallint("quantity"),
    /** The inspection that the need began with; null where it began with none. */
    sourceId: uuid("source_id"),
    /** Where it is routed to; null where no garage is near enough. */
    garageId: uuid("garage_id"),
    momentFrom: date("moment_from", { mode: "string" }).notNull(),
    momentLikely: date("moment_likely", { mode: "string" }).notNull(),
    momentUntil: date("moment_until", { mode: "string" }).notNull(),
    expiresOn: date("expires_on", { mode: "string" }).notNull(),
    /** 0 to 1, as the low and high ends of its interval. */
    probability: doublePrecision("probability").notNull(),
    intervalLow: doublePrecision("interval_low").notNull(),
    intervalHigh: doublePrecision("interval_high").notNull(),
    /** What the probability is compared with: key of a population, its rate, and how many it counts (null: unknown). */
    baselineName: text("baseline_name").notNull(),
    baselineRate: doublePrecision("baseline_rate").notNull(),
    baselinePopulation: integer("baseline_population"),
    lift: doublePrecision("lift").notNull(),
    /** 0 to 100; 50 is as likely as its baseline. */
    score: smallint("score").notNull(),
    /** JSON of EvidenceItem[], as text: nothing looks into it, and checking it as jsonb cost half of writing a row. */
    evidence: text("evidence").notNull(),
    modelVersion: text("model_version").notNull(),
    /** Hash of all that scoring writes: a row that would not change is not written. */
    fingerprint: bigint("fingerprint", { mode: "bigint" }).notNull(),
    firstSeenAt: instant("first_seen_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    // Serves Vehicle.intentSignals, and finds what scoring compares with.
    index("intent_signals_vehicle_id_probability_id_idx").on(t.vehicleId, t.probability, t.id).with(CHANGING),
    // Serve Query.intentSignals, likeliest first: of an area and a part, of a part, of a kind, of all. A third of the
    // signals asks for no part; each entry that is not kept makes scoring a fleet faster.
    index("intent_signals_area_code_part_category_probability_id_idx")
      .on(t.areaCode, t.partCategory, t.probability, t.id)
      .with(CHANGING)
      .where(sql`part_category is not null`),
    index("intent_signals_part_category_probability_id_idx")
      .on(t.partCategory, t.probability, t.id)
      .with(CHANGING)
      .where(sql`part_category is not null`),
    index("intent_signals_kind_probability_id_idx").on(t.kind, t.probability, t.id).with(CHANGING),
    index("intent_signals_probability_id_idx").on(t.probability, t.id).with(CHANGING),
    // Serve its other orders; that of the moment also dueFrom and dueUntil, that of changes updatedSince.
    index("intent_signals_score_id_idx").on(t.score, t.id).with(CHANGING),
    index("intent_signals_moment_likely_id_idx").on(t.momentLikely, t.id).with(CHANGING),
    index("intent_signals_updated_at_id_idx").on(t.updatedAt, t.id).with(CHANGING),
    // Serves Garage.openSignals and the filter near, alone and with a part. Policies look at area, make and family: with
    // them in the index, a count does not touch the table.
    index("intent_signals_garage_id_part_category_idx")
      .on(t.garageId, t.partCategory, t.status, t.areaCode, t.make, t.partFamily)
      .with(CHANGING),
    // Finds claims that have run out.
    index("intent_signals_claimed_until_idx")
      .on(t.claimedUntil)
      .where(sql`status = 'CLAIMED'`),
    oneOf("intent_signals_kind_check", t.kind, SIGNAL_KINDS),
    oneOf("intent_signals_origin_check", t.origin, SIGNAL_ORIGINS),
    oneOf("intent_signals_status_check", t.status, SIGNAL_STATUSES),
  ],
);

/** Each change of a signal's status, from its second on: `first_seen_at` is when it opened. */
export const signalHistory = pgTable(
  "signal_history",
  {
    signalId: uuid("signal_id").notNull(),
    /** From 1, in order. */
    ordinal: integer("ordinal").notNull(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    partFamily: word("part_family", PART_FAMILIES),
    at: instant("at").notNull(),
    fromStatus: word("from_status", SIGNAL_STATUSES).notNull(),
    toStatus: word("to_status", SIGNAL_STATUSES).notNull(),
    reason: word("reason", SIGNAL_CHANGES).notNull(),
    changedBy: word("changed_by", ACTORS).notNull(),
  },
  (t) => [primaryKey({ columns: [t.signalId, t.ordinal] })],
);

export type SignalRow = typeof intentSignals.$inferSelect;
