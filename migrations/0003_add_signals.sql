CREATE TABLE "model_parameters" (
	"kind" text NOT NULL,
	"version" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"learnt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_parameters_kind_version_pk" PRIMARY KEY("kind","version")
);
--> statement-breakpoint
CREATE TABLE "intent_signals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"kind" text NOT NULL,
	"origin" text NOT NULL,
	"status" text NOT NULL,
	"status_by" text NOT NULL,
	"inspection_kind" text,
	"part_category" text,
	"part_family" text,
	"operation" text,
	"axle" text,
	"side" text,
	"spot" text,
	"axle_number" smallint,
	"quantity" smallint,
	"source_id" uuid,
	"garage_id" uuid,
	"moment_from" date NOT NULL,
	"moment_likely" date NOT NULL,
	"moment_until" date NOT NULL,
	"expires_on" date NOT NULL,
	"probability" double precision NOT NULL,
	"interval_low" double precision NOT NULL,
	"interval_high" double precision NOT NULL,
	"baseline_name" text NOT NULL,
	"baseline_rate" double precision NOT NULL,
	"baseline_population" integer,
	"lift" double precision NOT NULL,
	"score" smallint NOT NULL,
	"evidence" jsonb NOT NULL,
	"model_version" text NOT NULL,
	"fingerprint" bigint NOT NULL,
	"first_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "intent_signals_kind_check" CHECK ("intent_signals"."kind" in ('INSPECTION_DUE', 'RETEST_DUE', 'REPAIR_REQUIRED', 'WEAR_REPORTED', 'FAILURE_PREDICTED', 'QUOTE_REQUESTED', 'BOOKING_REQUESTED')),
	CONSTRAINT "intent_signals_origin_check" CHECK ("intent_signals"."origin" in ('DECLARED', 'OBSERVED', 'PREDICTED')),
	CONSTRAINT "intent_signals_status_check" CHECK ("intent_signals"."status" in ('OPEN', 'CLAIMED', 'FULFILLED', 'DISMISSED', 'EXPIRED', 'WITHDRAWN'))
);
--> statement-breakpoint
CREATE TABLE "signal_history" (
	"signal_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"part_family" text,
	"at" timestamp (3) with time zone NOT NULL,
	"from_status" text NOT NULL,
	"to_status" text NOT NULL,
	"reason" text NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "signal_history_signal_id_ordinal_pk" PRIMARY KEY("signal_id","ordinal")
);
--> statement-breakpoint
CREATE INDEX "intent_signals_vehicle_id_probability_id_idx" ON "intent_signals" USING btree ("vehicle_id","probability","id");--> statement-breakpoint
CREATE INDEX "intent_signals_area_code_part_category_probability_id_idx" ON "intent_signals" USING btree ("area_code","part_category","probability","id");--> statement-breakpoint
CREATE INDEX "intent_signals_part_category_probability_id_idx" ON "intent_signals" USING btree ("part_category","probability","id");--> statement-breakpoint
CREATE INDEX "intent_signals_kind_probability_id_idx" ON "intent_signals" USING btree ("kind","probability","id");--> statement-breakpoint
CREATE INDEX "intent_signals_probability_id_idx" ON "intent_signals" USING btree ("probability","id");--> statement-breakpoint
CREATE INDEX "intent_signals_score_id_idx" ON "intent_signals" USING btree ("score","id");--> statement-breakpoint
CREATE INDEX "intent_signals_moment_likely_id_idx" ON "intent_signals" USING btree ("moment_likely","id");--> statement-breakpoint
CREATE INDEX "intent_signals_updated_at_id_idx" ON "intent_signals" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "intent_signals_garage_id_status_idx" ON "intent_signals" USING btree ("garage_id","status","area_code","make","part_family");
--> statement-breakpoint
ALTER TABLE intent_signals ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE intent_signals FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON intent_signals TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON intent_signals FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON intent_signals AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
-- What asks for no part belongs to no family, and is not kept from anybody for its sake.
CREATE POLICY contract_part_families ON intent_signals AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  part_family IS NULL
  OR (SELECT current_setting('kimberlite.part_families', true)) = '*'
  OR part_family IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.part_families', true), '*'), ''))::text[]))
);
--> statement-breakpoint
ALTER TABLE signal_history ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE signal_history FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON signal_history TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON signal_history FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON signal_history AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_part_families ON signal_history AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  part_family IS NULL
  OR (SELECT current_setting('kimberlite.part_families', true)) = '*'
  OR part_family IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.part_families', true), '*'), ''))::text[]))
);
--> statement-breakpoint
GRANT SELECT ON intent_signals, signal_history TO kimberlite_api;
