import { Float, Int } from "type-graphql";
import { DateScalar, DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { Column, Computed, Entity, type Columns } from "../../platform/read/entity.ts";
import { SignalKind } from "../vocabulary/graphql.ts";
import { CalibrationPoint, DevianceUnit, QualityBaseline, QualityCeiling } from "./quality-part.types.ts";
import { signalQuality, type SignalQualityRow } from "./signal-quality.table.ts";

export type QualityColumns = Columns<typeof signalQuality>;

@Entity("SignalQuality", {
  description:
    "How often predictions came true: a model was trained on earlier inspections, and tested on later ones that it had not seen.",
  table: signalQuality,
  scope: null,
})
export class SignalQuality {
  @Column(() => String, {
    description:
      "Version that the figures stand for, as in `IntentSignal.modelVersion`: the tested one, or the same model trained on the tested years as well afterwards.",
  })
  modelVersion!: string;

  @Column(() => SignalKind, { description: "Which signals the figures are about." })
  kind!: string;

  @Column(() => String, {
    nullable: true,
    description:
      "Inspection item predicted, for example `SERVICE_BRAKE`; null where all are taken together or the figures are of parts.",
  })
  item!: string | null;

  @Column(() => String, {
    description:
      "Which inspections or signals were predicted, for example `FI_PASSENGER_CARS`; `PARTNER_OUTCOMES`: signals that partners worked and settled.",
  })
  population!: string;

  @Column(() => Boolean, {
    description: "True where the vehicles were made by a generator: such figures say nothing of real ones.",
  })
  isSynthetic!: boolean;

  @Column(() => String, { description: "Whose data it was tested on." })
  attribution!: string;

  @Column(() => DateScalar, { description: "First day of what the tested model was trained on." })
  trainedFrom!: string;

  @Column(() => DateScalar, {
    description:
      "Last day of what the tested model was trained on; before `testedFrom` unless `note` says why not.",
  })
  trainedUntil!: string;

  @Column(() => DateScalar, { description: "First day of the inspections that were predicted." })
  testedFrom!: string;

  @Column(() => DateScalar, { description: "Last day of the inspections that were predicted." })
  testedUntil!: string;

  @Column(() => Int, { description: "Predictions tested." })
  n!: number;

  @Column(() => Float, {
    nullable: true,
    description: "How often it happened, per prediction; null where a day is predicted and no rate.",
  })
  baseRate!: number | null;

  @Column(() => Float, {
    nullable: true,
    description:
      "Chance that one to which it happened was given a higher rate than one to which it did not: 0.5 is a coin, 1 is perfect. Null where it happened to all, to none, or no rate is predicted.",
  })
  auc!: number | null;

  @Column(() => Float, {
    nullable: true,
    description:
      "Standard error of `auc` (DeLong): by chance alone, as many other vehicles would give an AUC within twice this, 19 times of 20. Too small for counts (`devianceUnit: COHORT`), whose vehicles are alike. Null without `auc`.",
  })
  aucStandardError!: number | null;

  @Column(() => Float, {
    nullable: true,
    description:
      "How many times as often it happened to the tenth with the highest predictions as to all; null where it never happened or no rate is predicted.",
  })
  topDecileLift!: number | null;

  @Column(() => Float, {
    nullable: true,
    description:
      "Mean squared distance of the probability from what happened: 0 is perfect. Null where no rate is predicted.",
  })
  brierScore!: number | null;

  @Column(() => Float, {
    nullable: true,
    description:
      "Mean distance of expected from observed rates over the tenths of `curve`: 0 is perfect. Null where no rate is predicted.",
  })
  calibrationError!: number | null;

  @Computed(() => [CalibrationPoint], {
    description:
      "Expected beside observed rates, lowest predictions first; empty where no rate is predicted.",
    needs: ["curve"],
    value: ({ curve }: SignalQualityRow) => curve,
  })
  curve!: CalibrationPoint[];

  @Column(() => Float, {
    nullable: true,
    description:
      "Twice the log-likelihood lost against a prediction that knew what came, per `devianceUnit`: smaller is better. Null where no rate is predicted.",
  })
  meanDeviance!: number | null;

  @Column(() => DevianceUnit, { description: "What the deviances are the mean of." })
  devianceUnit!: string;

  @Column(() => Float, {
    nullable: true,
    description:
      "Share of counts that fell inside their 80 % interval, 0 to 1; null where single inspections are predicted.",
  })
  intervalCoverage!: number | null;

  @Column(() => Float, {
    nullable: true,
    description:
      "Share of visits between `moment.from` and `moment.until`, 0 to 1: 0.8 is right. Null where no day is predicted.",
  })
  windowCoverage!: number | null;

  @Column(() => Float, {
    nullable: true,
    description: "Median distance of visits from `moment.likely`, days; null where no day is predicted.",
  })
  medianDateErrorDays!: number | null;

  @Computed(() => [QualityBaseline], {
    description: "Simpler predictions, tested on the same inspections.",
    needs: ["baselines"],
    value: ({ baselines }: SignalQualityRow) => baselines,
  })
  baselines!: QualityBaseline[];

  @Computed(() => QualityCeiling, {
    nullable: true,
    description: "The best that is possible; null of real vehicles, whose true chances nobody knows.",
    needs: ["ceiling"],
    value: ({ ceiling }: SignalQualityRow) => ceiling,
  })
  ceiling!: QualityCeiling | null;

  @Column(() => String, {
    nullable: true,
    description: "What to know before reading the figures; null where they speak for themselves.",
  })
  note!: string | null;

  @Column(() => DateTimeScalar, { description: "When the test was run." })
  measuredAt!: Date;
}
