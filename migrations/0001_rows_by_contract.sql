-- Who may touch what. The tables belong to the owner that migrates; nothing else connects as it.
-- kimberlite_api reads for one partner at a time and sees the rows of that partner's contract, whatever it asks for.
-- kimberlite_worker ingests, scores and administers: every row, but no table of its own.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kimberlite_api') THEN
    CREATE ROLE kimberlite_api NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kimberlite_worker') THEN
    CREATE ROLE kimberlite_worker NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
  EXECUTE format('GRANT kimberlite_api, kimberlite_worker TO %I WITH INHERIT FALSE, SET TRUE', current_user);
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kimberlite_app') THEN
    GRANT kimberlite_api, kimberlite_worker TO kimberlite_app WITH INHERIT FALSE, SET TRUE;
  END IF;
EXCEPTION
  -- Two databases of one server migrate at the same moment: the other one made the roles.
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO kimberlite_api, kimberlite_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kimberlite_worker;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kimberlite_worker;
--> statement-breakpoint
GRANT SELECT ON areas, part_categories, part_catalogue_numbers, vehicles, garages, inspections, defects, odometer_readings TO kimberlite_api;
--> statement-breakpoint
-- The settings hold the contract's areas and makes as array literals; `*` is everything. Unset, they are null or,
-- once set in an earlier transaction of the session, empty: no rows.
-- Each is wrapped in a sub-select, so that it is read once for a statement and not once for a row.
ALTER TABLE vehicles ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE vehicles FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON vehicles TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON vehicles FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON vehicles AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
ALTER TABLE garages ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE garages FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON garages TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON garages FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
ALTER TABLE inspections ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE inspections FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON inspections TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON inspections FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON inspections AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
ALTER TABLE defects ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE defects FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON defects TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON defects FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON defects AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
ALTER TABLE odometer_readings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE odometer_readings FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON odometer_readings TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON odometer_readings FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON odometer_readings AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
