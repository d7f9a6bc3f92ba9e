-- The tables that pages are made of. A list of the contract was a hash table, made anew for each partition that a
-- statement reads and for each time that it runs: a third of PostgreSQL's work on a page. Keys of an object are made once
-- for each table of a statement, and looked up as fast. (As a function, not as the operator `?`: of that the planner
-- believes that next to no row passes, and then sorts where it should walk an index.) Who may see what stays as it was.
ALTER POLICY contract_areas ON vehicles USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), '')::text[]) AS given (list)), area_code)
);
--> statement-breakpoint
ALTER POLICY contract_makes ON vehicles USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), '')::text[]) AS given (list)), make)
);
--> statement-breakpoint
ALTER POLICY contract_areas ON garages USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), '')::text[]) AS given (list)), area_code)
);
--> statement-breakpoint
ALTER POLICY contract_areas ON inspections USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), '')::text[]) AS given (list)), area_code)
);
--> statement-breakpoint
ALTER POLICY contract_makes ON inspections USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), '')::text[]) AS given (list)), make)
);
--> statement-breakpoint
ALTER POLICY contract_areas ON defects USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), '')::text[]) AS given (list)), area_code)
);
--> statement-breakpoint
ALTER POLICY contract_makes ON defects USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), '')::text[]) AS given (list)), make)
);
--> statement-breakpoint
ALTER POLICY contract_areas ON odometer_readings USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), '')::text[]) AS given (list)), area_code)
);
--> statement-breakpoint
ALTER POLICY contract_makes ON odometer_readings USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), '')::text[]) AS given (list)), make)
);
--> statement-breakpoint
ALTER POLICY contract_areas ON intent_signals USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), '')::text[]) AS given (list)), area_code)
);
--> statement-breakpoint
ALTER POLICY contract_makes ON intent_signals USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), '')::text[]) AS given (list)), make)
);
--> statement-breakpoint
ALTER POLICY contract_part_families ON intent_signals USING (
  part_family IS NULL
  OR (SELECT current_setting('kimberlite.part_families', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.part_families', true), '*'), '')::text[]) AS given (list)), part_family)
);
