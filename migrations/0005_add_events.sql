CREATE TABLE "events" (
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"tx" bigint DEFAULT pg_current_xact_id()::text::bigint NOT NULL,
	"seq" bigserial NOT NULL,
	"occurred_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"vehicle_id" uuid,
	"area_code" text,
	"make" text,
	"part_family" text,
	"partner_id" uuid,
	"data" jsonb NOT NULL,
	CONSTRAINT "events_tx_seq_occurred_at_pk" PRIMARY KEY("tx","seq","occurred_at"),
	CONSTRAINT "events_type_check" CHECK ("events"."type" in ('SIGNAL_CREATED', 'SIGNAL_UPDATED', 'SIGNAL_CLAIMED', 'SIGNAL_FULFILLED', 'SIGNAL_EXPIRED', 'INSPECTION_RECORDED', 'VEHICLE_UPDATED', 'VEHICLE_ERASED', 'CONSENT_WITHDRAWN', 'EXPORT_COMPLETED', 'DEMAND_SURGE', 'WEBHOOK_PAUSED', 'WEBHOOK_TEST', 'CLIENT_SECRET_EXPIRING')),
	CONSTRAINT "events_listener_check" CHECK ("events"."area_code" is not null or "events"."partner_id" is not null)
) PARTITION BY RANGE ("occurred_at");
--> statement-breakpoint
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE events FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON events TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
-- What is about no area is for one partner, and the policy of own rows decides.
CREATE POLICY contract_areas ON events FOR SELECT TO kimberlite_api USING (
  area_code IS NULL
  OR (SELECT current_setting('kimberlite.areas', true)) = '*'
  OR area_code IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.areas', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_makes ON events AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  make IS NULL
  OR (SELECT current_setting('kimberlite.makes', true)) = '*'
  OR make IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.makes', true), '*'), ''))::text[]))
);
--> statement-breakpoint
CREATE POLICY contract_part_families ON events AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  part_family IS NULL
  OR (SELECT current_setting('kimberlite.part_families', true)) = '*'
  OR part_family IN (SELECT unnest((SELECT nullif(nullif(current_setting('kimberlite.part_families', true), '*'), ''))::text[]))
);
--> statement-breakpoint
-- Unset or empty, the partner is nobody, and hears of nothing at all.
CREATE POLICY own_rows ON events AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (
  CASE WHEN partner_id IS NULL
    THEN (SELECT nullif(current_setting('kimberlite.partner', true), '')) IS NOT NULL
    ELSE partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
  END
);
--> statement-breakpoint
GRANT SELECT ON events TO kimberlite_api;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE events_seq_seq TO kimberlite_worker;
--> statement-breakpoint
-- What was told is not taken back.
REVOKE UPDATE, DELETE ON events FROM kimberlite_worker;
--> statement-breakpoint
-- The log's partitions belong to the owner, who is not there when they are due. So the worker may call this, which
-- makes those of today and the next two days and drops those whose day is over for as many days as are kept: at least
-- 30, whoever asks.
CREATE FUNCTION keep_events(days integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' SET timezone = 'UTC' AS $$
DECLARE
  today date := now()::date;
  partition text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('keep_events'));
  FOR day IN 0..2 LOOP
    partition := 'events_' || to_char(today + day, 'YYYY_MM_DD');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I (LIKE public.events INCLUDING ALL)', partition);
      EXECUTE format('REVOKE ALL ON public.%I FROM kimberlite_worker', partition);
      LOCK TABLE public.events_rest IN ACCESS EXCLUSIVE MODE;
      EXECUTE format('INSERT INTO public.%I SELECT * FROM public.events_rest WHERE occurred_at >= %L AND occurred_at < %L', partition, today + day, today + day + 1);
      DELETE FROM public.events_rest WHERE occurred_at >= today + day AND occurred_at < today + day + 1;
      EXECUTE format('ALTER TABLE public.events ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', partition, today + day, today + day + 1);
    END IF;
  END LOOP;
  FOR partition IN
    SELECT c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
    WHERE inhparent = 'public.events'::regclass AND c.relname ~ '^events_[0-9]{4}_[0-9]{2}_[0-9]{2}$'
      AND to_date(right(c.relname, 10), 'YYYY_MM_DD') < today - greatest(days, 30)
  LOOP
    EXECUTE format('DROP TABLE public.%I', partition);
  END LOOP;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION keep_events(integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION keep_events(integer) TO kimberlite_worker;
--> statement-breakpoint
-- For events of a day that has no partition yet: a worker that is down must not lose any.
CREATE TABLE events_rest PARTITION OF events DEFAULT;
--> statement-breakpoint
REVOKE ALL ON events_rest FROM kimberlite_worker;
--> statement-breakpoint
SELECT keep_events(30);
