CREATE TABLE "demand_cells" (
	"published_on" date NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"part_category" text NOT NULL,
	"part_family" text NOT NULL,
	"units" integer NOT NULL,
	"vehicles" integer NOT NULL,
	"weekly_units" integer[],
	"weekly_vehicles" integer[],
	CONSTRAINT "demand_cells_published_on_area_code_make_part_category_pk" PRIMARY KEY("published_on","area_code","make","part_category")
);
--> statement-breakpoint
CREATE TABLE "demand_contributions" (
	"vehicle_id" uuid PRIMARY KEY NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"source" smallint NOT NULL,
	"needs" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "demand_cube" (
	"area_code" text NOT NULL,
	"part_category" text NOT NULL,
	"make" text NOT NULL,
	"units" integer[] NOT NULL,
	"vehicles" integer[] NOT NULL,
	"contributors" integer[] NOT NULL,
	"sources" integer[] NOT NULL,
	"squares" bigint[] NOT NULL,
	CONSTRAINT "demand_cube_area_code_part_category_make_pk" PRIMARY KEY("area_code","part_category","make")
);
--> statement-breakpoint
CREATE TABLE "demand_forecasts" (
	"published_on" date NOT NULL,
	"area_code" text NOT NULL,
	"part_category" text NOT NULL,
	"part_family" text NOT NULL,
	"p10" integer[] NOT NULL,
	"p50" integer[] NOT NULL,
	"p90" integer[] NOT NULL,
	"seasonality" double precision[] NOT NULL,
	"trained_until" date NOT NULL,
	"wape" double precision NOT NULL,
	"naive_wape" double precision NOT NULL,
	"seasonal_naive_wape" double precision NOT NULL,
	"coverage" double precision NOT NULL,
	CONSTRAINT "demand_forecasts_published_on_area_code_part_category_pk" PRIMARY KEY("published_on","area_code","part_category")
);
--> statement-breakpoint
CREATE TABLE "demand_refreshes" (
	"id" smallint PRIMARY KEY NOT NULL,
	"first_week" date NOT NULL,
	"watermark" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "demand_snapshots" (
	"published_on" date PRIMARY KEY NOT NULL,
	"first_week" date NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "need_history" (
	"area_code" text NOT NULL,
	"part_category" text NOT NULL,
	"first_week" date NOT NULL,
	"needs" integer[] NOT NULL,
	CONSTRAINT "need_history_area_code_part_category_pk" PRIMARY KEY("area_code","part_category")
);
--> statement-breakpoint
CREATE TABLE "operation_cells" (
	"published_on" date NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"model" text NOT NULL,
	"age_band" text NOT NULL,
	"fuel" text NOT NULL,
	"vehicles" integer NOT NULL,
	CONSTRAINT "operation_cells_published_on_area_code_make_model_age_band_fuel_pk" PRIMARY KEY("published_on","area_code","make","model","age_band","fuel")
);
--> statement-breakpoint
ALTER TABLE "demand_cells" ADD CONSTRAINT "demand_cells_published_on_demand_snapshots_published_on_fk" FOREIGN KEY ("published_on") REFERENCES "public"."demand_snapshots"("published_on") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "demand_forecasts" ADD CONSTRAINT "demand_forecasts_published_on_demand_snapshots_published_on_fk" FOREIGN KEY ("published_on") REFERENCES "public"."demand_snapshots"("published_on") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operation_cells" ADD CONSTRAINT "operation_cells_published_on_demand_snapshots_published_on_fk" FOREIGN KEY ("published_on") REFERENCES "public"."demand_snapshots"("published_on") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
-- What is not protected yet stays with the worker: kimberlite_api is granted the published tables only. A refresh from
-- scratch empties the working tables.
GRANT TRUNCATE ON demand_contributions, demand_cube, need_history TO kimberlite_worker;
--> statement-breakpoint
ALTER TABLE demand_cells ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE demand_cells FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON demand_cells TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON demand_cells FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
-- All makes together (`*`) are nobody's whose contract lists makes.
CREATE POLICY contract_makes ON demand_cells AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
-- Inspections that fall due (`*`) are of no part family.
CREATE POLICY contract_part_families ON demand_cells AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  part_family = '*'
  OR (SELECT current_setting('kimberlite.part_families', true)) = '*'
  OR part_family IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.part_families', true), '*'), ''))::text[]))
);
--> statement-breakpoint
ALTER TABLE demand_forecasts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE demand_forecasts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON demand_forecasts TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON demand_forecasts FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
-- A forecast is of all makes together.
CREATE POLICY contract_makes ON demand_forecasts AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
);
--> statement-breakpoint
CREATE POLICY contract_part_families ON demand_forecasts AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.part_families', true)) = '*'
  OR part_family IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.part_families', true), '*'), ''))::text[]))
);
--> statement-breakpoint
ALTER TABLE operation_cells ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE operation_cells FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON operation_cells TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON operation_cells FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON operation_cells AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
GRANT SELECT ON demand_snapshots, demand_cells, demand_forecasts, operation_cells TO kimberlite_api;
