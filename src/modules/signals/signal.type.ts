import { sql } from "drizzle-orm";
import { FieldResolver, Float, ID, Int, Arg, Resolver } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { Node } from "../../platform/graphql/node.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import {
  Column,
  compiled,
  Computed,
  ComputedBy,
  Entity,
  Id,
  Many,
  One,
  Parts,
  type Columns,
} from "../../platform/read/entity.ts";
import type { areas } from "../areas/area.table.ts";
import { Area } from "../areas/graphql.ts";
import type { garages } from "../garages/garage.table.ts";
import { Garage } from "../garages/graphql.ts";
import { Vehicle } from "../vehicles/graphql.ts";
import type { vehicles } from "../vehicles/vehicle.table.ts";
import { InspectionKind, Locale, SignalKind, SignalOrigin, SignalStatus } from "../vocabulary/graphql.ts";
import type { Locale as LocaleCode } from "../vocabulary/index.ts";
import { baseRateSource } from "./base-rate-source.ts";
import { BY_CHANNEL, channelsOf, Contactability } from "./contactability.type.ts";
import { evidenceOf, IN_ORDER, SignalEvidence } from "./evidence.type.ts";
import { EXPLAINED_COLUMNS, explainStored } from "./explain.ts";
import { SignalHistoryEntry, historyOf, OLDEST_FIRST } from "./history.type.ts";
import { hasOffer, offerOf, SignalOffer } from "./offer.type.ts";
import { Baseline, ProbabilityInterval, SignalMoment } from "./signal-part.types.ts";
import { statusAt } from "./status-at.ts";
import { intentSignals, type SignalRow } from "./signal.table.ts";

export type SignalColumns = Columns<typeof intentSignals>;

@Entity("IntentSignal", {
  description:
    "Something that a vehicle is about to need: what, when, how likely, why, and how its driver may be told.",
  table: intentSignals,
  prefix: "S",
  scope: "signals:read",
  contract: { area: "areaCode", make: "make", partFamily: "partFamily" },
  personal: { subject: "vehicleId", hidden: {}, coarse: { firstSeenAt: "DAY", updatedAt: "DAY" } },
  implements: Node,
})
export class IntentSignal implements Node {
  @Id(() => ID, {
    description: "Opaque id of this signal; the same need keeps it, however often it is reckoned anew.",
  })
  id!: string;

  @Column(() => SignalKind, { description: "What is needed, and how that is known." })
  kind!: string;

  @Column(() => SignalOrigin, { description: "Whether it was said, seen or predicted." })
  origin!: string;

  @Column(() => SignalStatus, {
    description: "Where it stands in its life. A claim that has run out no longer counts: then it is OPEN.",
    sql: statusAt,
  })
  status!: string;

  @Column(() => InspectionKind, {
    nullable: true,
    description: "Which inspection is due; null where the signal is about a part.",
  })
  inspectionKind!: string | null;

  @Parts(() => SignalMoment, {
    description: "When somebody will act.",
    columns: { from: "momentFrom", likely: "momentLikely", until: "momentUntil", expiresOn: "expiresOn" },
  })
  moment!: SignalMoment;

  @Column(() => Float, {
    description:
      "0 to 1. INSPECTION_DUE: that it comes by its last day in time, or within 30 days where that is near or over. RETEST_DUE, REPAIR_REQUIRED: that it is done in the time that the law gives. WEAR_REPORTED: that it is put right before the next inspection. FAILURE_PREDICTED: that the part fails the next inspection.",
  })
  probability!: number;

  @Parts(() => ProbabilityInterval, {
    description: "How sure the probability is.",
    columns: { low: "intervalLow", high: "intervalHigh" },
  })
  interval!: ProbabilityInterval;

  @Computed(() => Baseline, {
    description: "What the probability is compared with.",
    needs: ["baselineName", "baselineRate", "baselinePopulation"],
    value: (row: SignalRow): Baseline => ({
      name: row.baselineName,
      rate: row.baselineRate,
      population: row.baselinePopulation,
      source: baseRateSource(row.baselineName),
    }),
  })
  baseline!: Baseline;

  @Column(() => Float, { description: "Probability divided by the baseline's rate." })
  lift!: number;

  @Column(() => Int, {
    description: "0 to 100: its odds against the baseline's. 50 is as likely as the baseline.",
  })
  score!: number;

  @Column(() => String, { description: "Which derivation and which parameters it comes from." })
  modelVersion!: string;

  @Column(() => DateTimeScalar, {
    description: "When it was opened; the beginning of that day without `vehicles:identify`.",
  })
  firstSeenAt!: Date;

  @Column(() => DateTimeScalar, {
    description: "When anything of it last changed; the beginning of that day without `vehicles:identify`.",
  })
  updatedAt!: Date;
}

export const IntentSignalConnection = connectionOf("IntentSignal", () => IntentSignal);

@Resolver(() => IntentSignal)
export class SignalRelations {
  @FieldResolver(() => Vehicle, { description: "The vehicle that needs it." })
  @One({
    on: (s: SignalColumns, v: Columns<typeof vehicles>) => sql`${v.id} = ${s.vehicleId}`,
    sameSubject: true,
  })
  vehicle(): Vehicle {
    return compiled();
  }

  @FieldResolver(() => Area, {
    nullable: true,
    description: "Narrowest area that the vehicle is known to belong to.",
  })
  @One({ on: (s: SignalColumns, a: Columns<typeof areas>) => sql`${a.code} = ${s.areaCode}` })
  area(): Area | null {
    return compiled();
  }

  @FieldResolver(() => Garage, {
    nullable: true,
    description:
      "Where it is routed to. Inspections: where the vehicle usually has them, else the nearest to its area's centre. Repairs: the same garage where it repairs, else the nearest that does. Null where none is within 50 km, no position is known, or the garage is outside your contract.",
  })
  @One({ on: (s: SignalColumns, g: Columns<typeof garages>) => sql`${g.id} = ${s.garageId}` })
  garage(): Garage | null {
    return compiled();
  }

  @FieldResolver(() => SignalOffer, {
    nullable: true,
    description: "What to offer; null where no part is asked for, as with inspections.",
  })
  @One({ from: offerOf, on: hasOffer })
  offer(): SignalOffer | null {
    return compiled();
  }

  @FieldResolver(() => [Contactability], {
    description:
      "Each way to reach the driver, and whether your partner may use it, by its own records and the law.",
  })
  @Many({ from: channelsOf, on: () => undefined, order: BY_CHANNEL, usualSize: 5 })
  channels(): Contactability[] {
    return compiled();
  }

  @FieldResolver(() => [SignalEvidence], { description: "What it rests on, newest first." })
  @Many({ from: evidenceOf, on: () => undefined, order: IN_ORDER, usualSize: 3 })
  evidence(): SignalEvidence[] {
    return compiled();
  }

  @FieldResolver(() => [SignalHistoryEntry], {
    description: "Changes of its status, oldest first; empty while it is as it was opened.",
  })
  @Many({ on: historyOf, order: OLDEST_FIRST, usualSize: 2 })
  history(): SignalHistoryEntry[] {
    return compiled();
  }

  @FieldResolver(() => String, {
    description: "Why there is this signal, in sentences made from its evidence.",
  })
  @ComputedBy({
    needs: EXPLAINED_COLUMNS,
    value: (row: SignalRow, { today }, { locale }: { locale: LocaleCode | null }) =>
      explainStored(row, locale ?? "EN", today),
  })
  explanation(
    @Arg("locale", () => Locale, {
      nullable: true,
      defaultValue: "EN",
      description: "EN or FR; English when null, and for every other language.",
    })
    _locale: LocaleCode | null,
  ): string {
    return compiled();
  }
}
