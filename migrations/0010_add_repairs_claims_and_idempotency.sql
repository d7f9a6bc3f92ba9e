CREATE TABLE "declarations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"external_id" text,
	"kind" text NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"inspection_kind" text,
	"part_category" text,
	"part_family" text,
	"operation" text,
	"axle" text,
	"side" text,
	"spot" text,
	"axle_number" smallint,
	"quantity" smallint,
	"garage_id" uuid,
	"from_on" date NOT NULL,
	"until_on" date NOT NULL,
	"declared_at" timestamp (3) with time zone NOT NULL,
	"signal_id" uuid NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "declarations_partner_id_external_id_key" UNIQUE("partner_id","external_id"),
	CONSTRAINT "declarations_kind_check" CHECK ("declarations"."kind" in ('QUOTE_REQUESTED', 'BOOKING_REQUESTED'))
);
--> statement-breakpoint
CREATE TABLE "repair_lines" (
	"repair_order_id" uuid NOT NULL,
	"ordinal" smallint NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"garage_id" uuid,
	"partner_id" uuid,
	"source" text NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"closed_on" date NOT NULL,
	"operation" text NOT NULL,
	"part_category" text NOT NULL,
	"part_family" text NOT NULL,
	"axle" text,
	"side" text,
	"spot" text,
	"axle_number" smallint,
	"quantity" integer,
	"price_minor" bigint,
	"currency" text,
	"measured_mm" double precision,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "repair_lines_repair_order_id_ordinal_pk" PRIMARY KEY("repair_order_id","ordinal"),
	CONSTRAINT "repair_lines_operation_check" CHECK ("repair_lines"."operation" in ('REPLACE', 'REPAIR', 'ADJUST', 'CLEAN', 'CHECK')),
	CONSTRAINT "repair_lines_part_family_check" CHECK ("repair_lines"."part_family" in ('BRAKING', 'STEERING', 'SUSPENSION', 'TYRES_WHEELS', 'LIGHTING', 'VISIBILITY', 'EXHAUST_EMISSIONS', 'BODY', 'SAFETY', 'ELECTRICAL', 'POWERTRAIN', 'SERVICE')),
	CONSTRAINT "repair_lines_currency_check" CHECK ("repair_lines"."currency" in ('EUR', 'GBP'))
);
--> statement-breakpoint
CREATE TABLE "repair_orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"garage_id" uuid,
	"partner_id" uuid,
	"client_id" text,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"country" text NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"closed_on" date NOT NULL,
	"odometer_km" integer,
	"erased_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "repair_orders_vehicle_id_source_partner_id_source_key_key" UNIQUE NULLS NOT DISTINCT("vehicle_id","source","partner_id","source_key"),
	CONSTRAINT "repair_orders_source_check" CHECK ("repair_orders"."source" in ('DVSA', 'DVA_NI', 'RDW', 'UTAC', 'FR_OPEN_DATA', 'PARTNER', 'SYNTHETIC'))
);
--> statement-breakpoint
CREATE TABLE "signal_claims" (
	"id" uuid PRIMARY KEY NOT NULL,
	"signal_id" uuid NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"claimed_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "signal_outcomes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"signal_id" uuid,
	"vehicle_id" uuid,
	"claim_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"kind" text NOT NULL,
	"part_category" text,
	"part_family" text,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"probability" double precision NOT NULL,
	"model_version" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"amount_minor" bigint,
	"currency" text,
	"reported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "signal_outcomes_outcome_check" CHECK ("signal_outcomes"."outcome" in ('CONTACTED', 'QUOTED', 'BOOKED', 'COMPLETED', 'LOST', 'NOT_RELEVANT')),
	CONSTRAINT "signal_outcomes_currency_check" CHECK ("signal_outcomes"."currency" in ('EUR', 'GBP'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"client_id" text NOT NULL,
	"key_hash" text NOT NULL,
	"fingerprint" text NOT NULL,
	"answer" text,
	"subject_ids" uuid[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_client_id_key_hash_pk" PRIMARY KEY("client_id","key_hash")
);
--> statement-breakpoint
DROP INDEX "garages_source_external_id_key";--> statement-breakpoint
ALTER TABLE "garages" ADD COLUMN "partner_id" uuid;--> statement-breakpoint
ALTER TABLE "intent_signals" ADD COLUMN "claimed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "declarations" ADD CONSTRAINT "declarations_vehicle_id_vehicles_id_fk" FOREIGN KEY ("vehicle_id") REFERENCES "public"."vehicles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "declarations" ADD CONSTRAINT "declarations_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "declarations" ADD CONSTRAINT "declarations_garage_id_garages_id_fk" FOREIGN KEY ("garage_id") REFERENCES "public"."garages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repair_lines" ADD CONSTRAINT "repair_lines_repair_order_id_repair_orders_id_fk" FOREIGN KEY ("repair_order_id") REFERENCES "public"."repair_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repair_orders" ADD CONSTRAINT "repair_orders_vehicle_id_vehicles_id_fk" FOREIGN KEY ("vehicle_id") REFERENCES "public"."vehicles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repair_orders" ADD CONSTRAINT "repair_orders_garage_id_garages_id_fk" FOREIGN KEY ("garage_id") REFERENCES "public"."garages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repair_orders" ADD CONSTRAINT "repair_orders_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signal_claims" ADD CONSTRAINT "signal_claims_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signal_outcomes" ADD CONSTRAINT "signal_outcomes_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "declarations_vehicle_id_idx" ON "declarations" USING btree ("vehicle_id");--> statement-breakpoint
CREATE INDEX "repair_lines_vehicle_id_closed_on_idx" ON "repair_lines" USING btree ("vehicle_id","closed_on");--> statement-breakpoint
CREATE INDEX "repair_lines_part_category_operation_area_code_idx" ON "repair_lines" USING btree ("part_category","operation","area_code");--> statement-breakpoint
CREATE INDEX "repair_orders_partner_id_closed_on_id_idx" ON "repair_orders" USING btree ("partner_id","closed_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "signal_claims_signal_id_key" ON "signal_claims" USING btree ("signal_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "signal_claims_signal_id_partner_id_claimed_at_idx" ON "signal_claims" USING btree ("signal_id","partner_id","claimed_at");--> statement-breakpoint
CREATE INDEX "signal_claims_vehicle_id_idx" ON "signal_claims" USING btree ("vehicle_id");--> statement-breakpoint
CREATE INDEX "signal_outcomes_signal_id_reported_at_idx" ON "signal_outcomes" USING btree ("signal_id","reported_at");--> statement-breakpoint
CREATE INDEX "signal_outcomes_vehicle_id_idx" ON "signal_outcomes" USING btree ("vehicle_id");--> statement-breakpoint
CREATE INDEX "signal_outcomes_partner_id_kind_idx" ON "signal_outcomes" USING btree ("partner_id","kind");--> statement-breakpoint
CREATE INDEX "signal_outcomes_kind_part_category_idx" ON "signal_outcomes" USING btree ("kind","part_category");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
ALTER TABLE "garages" ADD CONSTRAINT "garages_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "intent_signals_claimed_until_idx" ON "intent_signals" USING btree ("claimed_until") WHERE status = 'CLAIMED';--> statement-breakpoint
ALTER TABLE "garages" ADD CONSTRAINT "garages_source_external_id_partner_id_key" UNIQUE NULLS NOT DISTINCT("source","external_id","partner_id");
--> statement-breakpoint
-- Commercial data and work of one partner: its own rows, and of those only what its contract still covers.
ALTER TABLE repair_orders ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE repair_orders FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON repair_orders TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON repair_orders FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
CREATE POLICY contract_areas ON repair_orders AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON repair_orders AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY not_erased ON repair_orders AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (erased_at IS NULL);
--> statement-breakpoint
GRANT SELECT ON repair_orders TO kimberlite_api;
--> statement-breakpoint
ALTER TABLE repair_lines ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE repair_lines FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON repair_lines TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON repair_lines FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
CREATE POLICY contract_areas ON repair_lines AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON repair_lines AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY not_erased ON repair_lines AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (erased_at IS NULL);
--> statement-breakpoint
GRANT SELECT ON repair_lines TO kimberlite_api;
--> statement-breakpoint
ALTER TABLE declarations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE declarations FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON declarations TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON declarations FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
CREATE POLICY contract_areas ON declarations AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON declarations AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY not_erased ON declarations AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (erased_at IS NULL);
--> statement-breakpoint
GRANT SELECT ON declarations TO kimberlite_api;
--> statement-breakpoint
ALTER TABLE signal_claims ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE signal_claims FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON signal_claims TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON signal_claims FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
GRANT SELECT ON signal_claims TO kimberlite_api;
--> statement-breakpoint
ALTER TABLE signal_outcomes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE signal_outcomes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON signal_outcomes TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON signal_outcomes FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
CREATE POLICY contract_areas ON signal_outcomes AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON signal_outcomes AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
GRANT SELECT ON signal_outcomes TO kimberlite_api;
--> statement-breakpoint
-- Never searched for by themselves, and somebody's own number for a visit: no samples of them are kept.
ALTER TABLE repair_orders ALTER COLUMN source_key SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE declarations ALTER COLUMN external_id SET STATISTICS 0;
