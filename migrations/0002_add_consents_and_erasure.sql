CREATE TABLE "consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"purpose" text NOT NULL,
	"lawful_basis" text NOT NULL,
	"channels" text[] NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	"replaced_at" timestamp (3) with time zone,
	"proof_hash" text,
	"source_text" text,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consents_purpose_check" CHECK ("consents"."purpose" in ('SERVICE', 'SAFETY_NOTICE', 'MARKETING', 'FRAUD_PREVENTION', 'RESEARCH')),
	CONSTRAINT "consents_lawful_basis_check" CHECK ("consents"."lawful_basis" in ('CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'LEGITIMATE_INTEREST', 'DATA_ACT_USER_REQUEST'))
);
--> statement-breakpoint
CREATE TABLE "erased_identities" (
	"vehicle_id" uuid PRIMARY KEY NOT NULL,
	"registration_hash" text,
	"vin_hash" text,
	"erased_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "access_log" (
	"at" timestamp (3) with time zone NOT NULL,
	"client_id" text NOT NULL,
	"partner_id" uuid NOT NULL,
	"purposes" text[] NOT NULL,
	"kinds" text[] NOT NULL,
	"vehicle_ids" uuid[] NOT NULL
) PARTITION BY RANGE ("at");
--> statement-breakpoint
ALTER TABLE "defects" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "inspections" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "odometer_readings" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "has_consents" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "vehicles" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_vehicle_id_vehicles_id_fk" FOREIGN KEY ("vehicle_id") REFERENCES "public"."vehicles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "consents_vehicle_id_partner_id_purpose_key" ON "consents" USING btree ("vehicle_id","partner_id","purpose") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "consents_vehicle_id_idx" ON "consents" USING btree ("vehicle_id");--> statement-breakpoint
CREATE INDEX "erased_identities_registration_hash_idx" ON "erased_identities" USING btree ("registration_hash");--> statement-breakpoint
CREATE INDEX "erased_identities_vin_hash_idx" ON "erased_identities" USING btree ("vin_hash");--> statement-breakpoint
CREATE INDEX "access_log_client_id_at_idx" ON "access_log" USING btree ("client_id","at");
--> statement-breakpoint
-- Erased rows count in statistics and are shown to nobody.
CREATE POLICY not_erased ON vehicles AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (erased_at IS NULL);
--> statement-breakpoint
CREATE POLICY not_erased ON inspections AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (erased_at IS NULL);
--> statement-breakpoint
CREATE POLICY not_erased ON defects AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (erased_at IS NULL);
--> statement-breakpoint
CREATE POLICY not_erased ON odometer_readings AS RESTRICTIVE FOR SELECT TO kimberlite_api USING (erased_at IS NULL);
--> statement-breakpoint
-- These are never searched for by themselves, so the planner needs no samples of them, and erasure none to clear.
ALTER TABLE inspections ALTER COLUMN certificate_number SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE inspections ALTER COLUMN source_key SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE defects ALTER COLUMN text SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE consents ALTER COLUMN source_text SET STATISTICS 0, ALTER COLUMN proof_hash SET STATISTICS 0;
--> statement-breakpoint
-- A partner reads its own records. Unset or empty, the setting is nobody's.
GRANT SELECT ON consents TO kimberlite_api;
--> statement-breakpoint
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE consents FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON consents TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON consents FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
-- Nothing is taken back: neither a tombstone nor what the access log says.
REVOKE UPDATE, DELETE ON erased_identities, access_log FROM kimberlite_worker;
--> statement-breakpoint
-- The access log's partitions belong to the owner, who is not there when they are due. So the worker may call this,
-- which makes those of this month and the next and drops those whose last day is over for as many months as are kept:
-- at least six, whoever asks.
CREATE FUNCTION keep_access_log(months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' SET timezone = 'UTC' AS $$
DECLARE
  first date := date_trunc('month', now())::date;
  partition text;
  starts timestamptz;
  ends timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('keep_access_log'));
  FOR i IN 0..1 LOOP
    partition := 'access_log_' || to_char(first + make_interval(months => i), 'YYYY_MM');
    IF to_regclass('public.' || partition) IS NULL THEN
      starts := first + make_interval(months => i);
      ends := first + make_interval(months => i + 1);
      EXECUTE format('CREATE TABLE public.%I (LIKE public.access_log INCLUDING ALL)', partition);
      EXECUTE format('REVOKE ALL ON public.%I FROM kimberlite_worker', partition);
      LOCK TABLE public.access_log_rest IN ACCESS EXCLUSIVE MODE;
      EXECUTE format('INSERT INTO public.%I SELECT * FROM public.access_log_rest WHERE at >= %L AND at < %L', partition, starts, ends);
      DELETE FROM public.access_log_rest WHERE at >= starts AND at < ends;
      EXECUTE format('ALTER TABLE public.access_log ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', partition, starts, ends);
    END IF;
  END LOOP;
  FOR partition IN
    SELECT c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
    WHERE inhparent = 'public.access_log'::regclass AND c.relname ~ '^access_log_[0-9]{4}_[0-9]{2}$'
      AND to_date(right(c.relname, 7), 'YYYY_MM') < first - make_interval(months => greatest(months, 6))
  LOOP
    EXECUTE format('DROP TABLE public.%I', partition);
  END LOOP;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION keep_access_log(integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION keep_access_log(integer) TO kimberlite_worker;
--> statement-breakpoint
-- For entries of a month that has no partition yet: a server that is not restarted must not lose any.
CREATE TABLE access_log_rest PARTITION OF access_log DEFAULT;
--> statement-breakpoint
REVOKE ALL ON access_log_rest FROM kimberlite_worker;
--> statement-breakpoint
SELECT keep_access_log(12);
--> statement-breakpoint
-- Erasure renews the planner's samples of plates and VINs. Before PostgreSQL 17 only autovacuum can.
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON vehicles TO kimberlite_worker';
  END IF;
END
$$;
