import { sql, type SQL } from "drizzle-orm";
import { bigint, boolean, date, doublePrecision, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { Field, FieldResolver, Float, Int, ObjectType, Resolver } from "type-graphql";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import {
  Column,
  compiled,
  Computed,
  Entity,
  One,
  PartOfEntity,
  type Columns,
} from "../../platform/read/entity.ts";
import { Defect, Inspection, OdometerReading } from "../inspections/graphql.ts";
import type { defects, inspections, odometerReadings } from "../inspections/inspection.table.ts";
import { PartCategory } from "../parts/graphql.ts";
import type { partCategories } from "../parts/part-category.table.ts";
import { EvidenceKind, RepairOperation } from "../vocabulary/graphql.ts";
import { citationOf } from "./citation.ts";
import type { intentSignals } from "./signal.table.ts";

/** Items of a signal's evidence as rows: a shape for the engine, no table. Columns are named as the items' properties. */
const evidence = pgTable("evidence", {
  ordinal: bigint("ordinal", { mode: "number" }).notNull(),
  vehicleId: uuid("vehicleId").notNull(),
  kind: text("kind").notNull(),
  on: date("on", { mode: "string" }),
  inspectionId: uuid("inspectionId"),
  defectId: uuid("defectId"),
  earlierReadingId: uuid("earlierReadingId"),
  laterReadingId: uuid("laterReadingId"),
  distanceKm: integer("distanceKm"),
  days: integer("days"),
  ruleId: text("ruleId"),
  ruleVersion: integer("ruleVersion"),
  citation: text("citation"),
  cohort: text("cohort"),
  rate: doublePrecision("rate"),
  population: integer("population"),
  isCarByModel: boolean("isCarByModel"),
  operation: text("operation"),
  partCategoryKey: text("partCategory"),
  reference: text("reference"),
});

/** The rows that a signal's evidence makes. */
export const evidenceOf = (signal: Columns<typeof intentSignals>): SQL => sql`
  select ${signal.vehicleId} as "vehicleId", item.* from rows from (json_to_recordset(${signal.evidence}::json) as (
    kind text, "on" date, "inspectionId" uuid, "defectId" uuid, "earlierReadingId" uuid, "laterReadingId" uuid,
    "distanceKm" int, days int, "ruleId" text, "ruleVersion" int, citation text, cohort text, rate double precision,
    population int, "isCarByModel" boolean, operation text, "partCategory" text, reference text)) with ordinality as item(kind, "on", "inspectionId", "defectId",
    "earlierReadingId", "laterReadingId", "distanceKm", days, "ruleId", "ruleVersion", citation, cohort, rate,
    population, "isCarByModel", operation, "partCategory", reference, ordinal)`;

type EvidenceColumns = Columns<typeof evidence>;
type EvidenceRow = typeof evidence.$inferSelect;

export const IN_ORDER = { by: (e: EvidenceColumns) => [e.ordinal] };

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "A rule of law behind a signal." })
export class EvidenceRule {
  @Field(() => String, {
    nullable: true,
    description: "Stable id of the rule; null where several rules lead to the same day.",
  })
  id!: string | null;

  @Field(() => Int, { nullable: true, description: "Version of the rule; null without an id." })
  version!: number | null;

  @Field(() => String, { nullable: true, description: "The law and where it was read." })
  citation!: string | null;
}

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "What happened to vehicles like it." })
export class EvidenceCohort {
  @Field(() => String, { description: "Key of the cohort." })
  name!: string;

  @Field(() => Float, { description: "Part of it to which it happened, 0 to 1." })
  rate!: number;

  @Field(() => Int, { nullable: true, description: "How many it counts; null where that is not known." })
  population!: number | null;

  @Field(() => Boolean, {
    description:
      "True where the vehicle's source does not tell its category, and it is taken for a passenger car because cars of its make and model are.",
  })
  isCarByModel!: boolean;
}

@Entity("SignalEvidence", {
  description: "One thing that a signal rests on. Which fields are there, its kind says.",
  table: evidence,
  scope: "signals:read",
  key: "ordinal",
})
export class SignalEvidence {
  @Column(() => EvidenceKind, {
    description:
      "Whether it was found, read, said, reckoned or is the law; it decides which fields are there.",
  })
  kind!: string;

  @Column(() => DateScalar, {
    nullable: true,
    description: "When it was found, read, said, done or is due; null of a cohort.",
  })
  on!: string | null;

  @Column(() => Int, {
    nullable: true,
    description: "Of two odometer readings: the distance between them, km, rounded to 1,000.",
  })
  distanceKm!: number | null;

  @Column(() => Int, { nullable: true, description: "Of two odometer readings: the days between them." })
  days!: number | null;

  @Computed(() => EvidenceRule, {
    nullable: true,
    description: "Of a rule: which one.",
    needs: ["kind", "ruleId", "ruleVersion", "citation"],
    value: ({ kind, ruleId, ruleVersion, citation }: EvidenceRow): EvidenceRule | null =>
      kind === "RULE"
        ? { id: ruleId, version: ruleVersion, citation: citation ?? citationOf(ruleId, ruleVersion) }
        : null,
  })
  rule!: EvidenceRule | null;

  @Computed(() => EvidenceCohort, {
    nullable: true,
    description: "Of a cohort: which one, and what happened to it.",
    needs: ["cohort", "rate", "population", "isCarByModel"],
    value: ({ cohort, rate, population, isCarByModel }: EvidenceRow): EvidenceCohort | null =>
      cohort === null
        ? null
        : { name: cohort, rate: rate ?? 0, population, isCarByModel: isCarByModel === true },
  })
  cohort!: EvidenceCohort | null;

  @Column(() => String, {
    nullable: true,
    description: "Of a declaration or a recall: the number that its source gave it.",
  })
  reference!: string | null;

  @Column(() => RepairOperation, { nullable: true, description: "Of a repair: what was done." })
  operation!: string | null;
}

@Resolver(() => SignalEvidence)
export class EvidenceRelations {
  @FieldResolver(() => Inspection, {
    nullable: true,
    description: "Of a defect: the inspection that found it. Of a rule: the one that it was applied to.",
  })
  @One({
    on: (e: EvidenceColumns, i: Columns<typeof inspections>) =>
      sql`${i.vehicleId} = ${e.vehicleId} and ${i.id} = ${e.inspectionId}`,
  })
  inspection(): Inspection | null {
    return compiled();
  }

  @FieldResolver(() => PartCategory, { nullable: true, description: "Of a repair: to which part." })
  @One({
    on: (e: EvidenceColumns, p: Columns<typeof partCategories>) => sql`${p.key} = ${e.partCategoryKey}`,
  })
  partCategory(): PartCategory | null {
    return compiled();
  }

  @FieldResolver(() => Defect, { nullable: true, description: "The defect itself." })
  @One({
    on: (e: EvidenceColumns, d: Columns<typeof defects>) =>
      sql`${d.vehicleId} = ${e.vehicleId} and ${d.inspectionId} = ${e.inspectionId} and ${d.id} = ${e.defectId}`,
  })
  defect(): Defect | null {
    return compiled();
  }

  @FieldResolver(() => OdometerReading, { nullable: true, description: "The earlier of two readings." })
  @One({
    on: (e: EvidenceColumns, r: Columns<typeof odometerReadings>) =>
      sql`${r.vehicleId} = ${e.vehicleId} and ${r.id} = ${e.earlierReadingId}`,
  })
  earlierReading(): OdometerReading | null {
    return compiled();
  }

  @FieldResolver(() => OdometerReading, { nullable: true, description: "The later of two readings." })
  @One({
    on: (e: EvidenceColumns, r: Columns<typeof odometerReadings>) =>
      sql`${r.vehicleId} = ${e.vehicleId} and ${r.id} = ${e.laterReadingId}`,
  })
  laterReading(): OdometerReading | null {
    return compiled();
  }
}
