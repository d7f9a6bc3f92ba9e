import { Field, Float, Int, ObjectType } from "type-graphql";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { PartOfEntity } from "../../platform/read/entity.ts";
import { BASELINES, DEVIANCE_UNITS } from "./signal-quality.table.ts";

export const DevianceUnit = describeEnum(
  DEVIANCE_UNITS,
  "DevianceUnit",
  "What a mean deviance is the mean of.",
  {
    COHORT:
      "A count: of the failures of a model's cars of one year, or of any group that shares a prediction.",
    INSPECTION: "One prediction for one vehicle: it came true or it did not.",
  },
);

export const QualityBaselineName = describeEnum(
  BASELINES,
  "QualityBaselineName",
  "A simpler prediction, made from the same training years, that a model has to beat.",
  {
    BASE_RATE: "The overall rate, whatever the vehicle.",
    AGE: "The rate of all vehicles of the same age.",
    AGE_AND_KILOMETRES: "The rate of all vehicles of about the same age and kilometres.",
    SAME_MODEL_AND_AGE_LAST_YEAR:
      "What vehicles of the same make, model and age did in the last training year.",
  },
);

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description: "A tenth of the predictions, by how high they were: what was expected of it, and what came.",
})
export class CalibrationPoint {
  @Field(() => Int, { description: "1 to 10; 1 are the lowest predictions." })
  decile!: number;

  @Field(() => Int, { description: "Predictions in it." })
  n!: number;

  @Field(() => Float, { description: "Events expected per prediction." })
  expectedRate!: number;

  @Field(() => Float, { description: "Events that came, per prediction." })
  observedRate!: number;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description: "What a simpler prediction reaches on the same inspections.",
})
export class QualityBaseline {
  @Field(() => QualityBaselineName, { description: "Which prediction it is." })
  name!: string;

  @Field(() => Float, { nullable: true, description: "As the model's; null where no rate is predicted." })
  meanDeviance!: number | null;

  @Field(() => Float, { nullable: true, description: "As the model's; 0.5 where it tells nothing apart." })
  auc!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Standard error of the difference between this `auc` and the model's, which were measured on the same predictions: a difference of less than twice this may be chance. Null without `auc`.",
  })
  aucDifferenceStandardError!: number | null;

  @Field(() => Float, { nullable: true, description: "As the model's; null where no rate is predicted." })
  brierScore!: number | null;

  @Field(() => Float, { nullable: true, description: "As the model's; null where it names no window." })
  windowCoverage!: number | null;

  @Field(() => Float, { nullable: true, description: "As the model's, days; null where it names no day." })
  medianDateErrorDays!: number | null;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description: "The best that any prediction could reach, since chance decides the rest.",
})
export class QualityCeiling {
  @Field(() => Float, { nullable: true, description: "As the model's, of one that knows the true chances." })
  meanDeviance!: number | null;

  @Field(() => Float, { nullable: true, description: "As the model's, of one that knows the true chances." })
  auc!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Standard error of the difference between this `auc` and the model's, which were measured on the same predictions: a difference of less than twice this may be chance. Null without `auc`.",
  })
  aucDifferenceStandardError!: number | null;

  @Field(() => Float, { nullable: true, description: "As the model's, of one that knows the true chances." })
  brierScore!: number | null;

  @Field(() => Float, { nullable: true, description: "As the model's; null where no window is predicted." })
  windowCoverage!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "As the model's, days, of one that knows how visits spread; null where no day is predicted.",
  })
  medianDateErrorDays!: number | null;
}
