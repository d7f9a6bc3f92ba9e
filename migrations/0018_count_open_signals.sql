CREATE TABLE "open_signal_counts" (
	"garage_id" uuid NOT NULL,
	"area_code" text NOT NULL,
	"part_family" text,
	"signals" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "open_signal_counts_garage_id_idx" ON "open_signal_counts" USING btree ("garage_id");
--> statement-breakpoint
ALTER TABLE open_signal_counts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE open_signal_counts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON open_signal_counts TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY contract_areas ON open_signal_counts FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), '')::text[]) AS given (list)), area_code)
);
--> statement-breakpoint
-- Counts are of all makes: nobody else may know them.
CREATE POLICY contract_makes ON open_signal_counts AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  (SELECT current_setting('kimberlite.makes', true)) = '*'
);
--> statement-breakpoint
CREATE POLICY contract_part_families ON open_signal_counts AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  part_family IS NULL
  OR (SELECT current_setting('kimberlite.part_families', true)) = '*'
  OR jsonb_exists((SELECT jsonb_object(list, list) FROM (SELECT nullif(nullif(current_setting('kimberlite.part_families', true), '*'), '')::text[]) AS given (list)), part_family)
);
--> statement-breakpoint
GRANT SELECT ON open_signal_counts TO kimberlite_api;
--> statement-breakpoint
-- Signals come by the thousand in one statement: one call for all of them, and one row for those that are alike.
CREATE FUNCTION count_new_signals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_signal_counts (garage_id, area_code, part_family, signals)
  SELECT garage_id, area_code, part_family, count(*) FROM added
  WHERE status = 'OPEN' AND garage_id IS NOT NULL
  GROUP BY garage_id, area_code, part_family;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Of a row that goes, what is new is null.
CREATE FUNCTION count_moved_signal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_signal_counts (garage_id, area_code, part_family, signals)
  SELECT garage_id, area_code, part_family, signals
  FROM (VALUES
    (old.garage_id, old.area_code, old.part_family, old.status, -1),
    (new.garage_id, new.area_code, new.part_family, new.status, 1)
  ) AS moved (garage_id, area_code, part_family, status, signals)
  WHERE status = 'OPEN' AND garage_id IS NOT NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION forget_open_signals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE open_signal_counts;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_new_signals AFTER INSERT ON intent_signals
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_new_signals();
--> statement-breakpoint
-- Scoring changes most signals in what is not counted: of those it is not called.
CREATE TRIGGER count_moved_signal AFTER UPDATE ON intent_signals FOR EACH ROW
WHEN ((old.status = 'OPEN' OR new.status = 'OPEN')
  AND (old.status, old.garage_id, old.area_code, old.part_family)
    IS DISTINCT FROM (new.status, new.garage_id, new.area_code, new.part_family))
EXECUTE FUNCTION count_moved_signal();
--> statement-breakpoint
CREATE TRIGGER count_gone_signal AFTER DELETE ON intent_signals FOR EACH ROW
WHEN (old.status = 'OPEN') EXECUTE FUNCTION count_moved_signal();
--> statement-breakpoint
CREATE TRIGGER forget_open_signals AFTER TRUNCATE ON intent_signals
FOR EACH STATEMENT EXECUTE FUNCTION forget_open_signals();
--> statement-breakpoint
-- What is there already. Row-level security shows the owner no signal; the lock keeps writers out until the end.
ALTER TABLE intent_signals NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE open_signal_counts NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO open_signal_counts (garage_id, area_code, part_family, signals)
SELECT garage_id, area_code, part_family, count(*) FROM intent_signals
WHERE status = 'OPEN' AND garage_id IS NOT NULL
GROUP BY garage_id, area_code, part_family
ORDER BY garage_id;
--> statement-breakpoint
ALTER TABLE open_signal_counts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE intent_signals FORCE ROW LEVEL SECURITY;
