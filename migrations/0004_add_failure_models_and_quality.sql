CREATE TABLE "failure_models" (
	"version" text PRIMARY KEY NOT NULL,
	"trained_on" text NOT NULL,
	"attribution" text NOT NULL,
	"trained_years" integer[] NOT NULL,
	"parameters" jsonb NOT NULL,
	"is_current" boolean NOT NULL,
	"trained_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "failure_models_trained_on_check" CHECK ("failure_models"."trained_on" in ('COHORTS', 'HISTORIES'))
);
--> statement-breakpoint
CREATE TABLE "signal_quality" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"model_version" text NOT NULL,
	"kind" text NOT NULL,
	"item" text,
	"part_categories" text[] NOT NULL,
	"population" text NOT NULL,
	"is_synthetic" boolean NOT NULL,
	"attribution" text NOT NULL,
	"trained_from" date NOT NULL,
	"trained_until" date NOT NULL,
	"tested_from" date NOT NULL,
	"tested_until" date NOT NULL,
	"n" integer NOT NULL,
	"base_rate" double precision,
	"auc" double precision,
	"top_decile_lift" double precision,
	"brier_score" double precision,
	"calibration_error" double precision,
	"curve" jsonb NOT NULL,
	"mean_deviance" double precision,
	"deviance_unit" text NOT NULL,
	"interval_coverage" double precision,
	"window_coverage" double precision,
	"median_date_error_days" double precision,
	"baselines" jsonb NOT NULL,
	"ceiling" jsonb,
	"note" text,
	"measured_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "signal_quality_kind_population_key" UNIQUE NULLS NOT DISTINCT("kind","population","tested_from","tested_until","model_version","item","part_categories"),
	CONSTRAINT "signal_quality_kind_check" CHECK ("signal_quality"."kind" in ('INSPECTION_DUE', 'RETEST_DUE', 'REPAIR_REQUIRED', 'WEAR_REPORTED', 'FAILURE_PREDICTED', 'QUOTE_REQUESTED', 'BOOKING_REQUESTED')),
	CONSTRAINT "signal_quality_deviance_unit_check" CHECK ("signal_quality"."deviance_unit" in ('COHORT', 'INSPECTION'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "failure_models_trained_on_current_idx" ON "failure_models" USING btree ("trained_on") WHERE is_current;--> statement-breakpoint
-- Figures are public to every partner: nothing in them is of a vehicle, a contract or a partner. Models are for scoring.
GRANT SELECT ON signal_quality TO kimberlite_api;
