CREATE TABLE "export_places" (
	"place" bigserial PRIMARY KEY NOT NULL,
	"export_id" uuid NOT NULL,
	CONSTRAINT "export_places_export_id_unique" UNIQUE("export_id")
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partner_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"dataset" text NOT NULL,
	"format" text NOT NULL,
	"filter" jsonb,
	"scopes" text[] NOT NULL,
	"status" text NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"rows" bigint DEFAULT 0 NOT NULL,
	"expected_rows" bigint,
	"files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"contract" text,
	"removed_vehicle_ids" uuid[] DEFAULT '{}' NOT NULL,
	"snapshot_at" timestamp (3) with time zone,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "exports_dataset_check" CHECK ("exports"."dataset" in ('VEHICLES', 'INSPECTIONS', 'GARAGES', 'INTENT_SIGNALS', 'DEMAND')),
	CONSTRAINT "exports_format_check" CHECK ("exports"."format" in ('NDJSON', 'CSV')),
	CONSTRAINT "exports_status_check" CHECK ("exports"."status" in ('QUEUED', 'RUNNING', 'COMPLETED', 'REVISING', 'FAILED', 'CANCELLED', 'EXPIRED'))
);
--> statement-breakpoint
CREATE TABLE "price_bands" (
	"operation" text NOT NULL,
	"part_category" text NOT NULL,
	"area_code" text NOT NULL,
	"part_family" text NOT NULL,
	"currency" text NOT NULL,
	"low" integer NOT NULL,
	"median" integer NOT NULL,
	"high" integer NOT NULL,
	"sample_size" integer NOT NULL,
	"garages" integer NOT NULL,
	"scope_area_code" text NOT NULL,
	"refreshed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "price_bands_area_code_part_category_operation_pk" PRIMARY KEY("area_code","part_category","operation"),
	CONSTRAINT "price_bands_operation_check" CHECK ("price_bands"."operation" in ('REPLACE', 'REPAIR', 'ADJUST', 'CLEAN', 'CHECK')),
	CONSTRAINT "price_bands_part_family_check" CHECK ("price_bands"."part_family" in ('BRAKING', 'STEERING', 'SUSPENSION', 'TYRES_WHEELS', 'LIGHTING', 'VISIBILITY', 'EXHAUST_EMISSIONS', 'BODY', 'SAFETY', 'ELECTRICAL', 'POWERTRAIN', 'SERVICE'))
);
--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exports_partner_id_requested_at_id_idx" ON "exports" USING btree ("partner_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "exports_status_idx" ON "exports" USING btree ("status");
--> statement-breakpoint
GRANT SELECT ON exports, export_places, price_bands TO kimberlite_api;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE export_places_place_seq TO kimberlite_worker;
--> statement-breakpoint
ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE exports FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON exports TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON exports FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
ALTER TABLE price_bands ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE price_bands FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON price_bands TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON price_bands FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_part_families ON price_bands AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.part_families', true)) = '*'
  OR part_family IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.part_families', true), '*'), ''))::text[]))
);
