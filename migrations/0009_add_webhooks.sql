CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"event_tx" bigint NOT NULL,
	"event_seq" bigint NOT NULL,
	"event_at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"status" text DEFAULT 'PENDING' NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now(),
	"leased_until" timestamp (3) with time zone,
	"lease" integer DEFAULT 0 NOT NULL,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_deliveries_type_check" CHECK ("webhook_deliveries"."type" in ('SIGNAL_CREATED', 'SIGNAL_UPDATED', 'SIGNAL_CLAIMED', 'SIGNAL_FULFILLED', 'SIGNAL_EXPIRED', 'INSPECTION_RECORDED', 'VEHICLE_UPDATED', 'VEHICLE_ERASED', 'CONSENT_WITHDRAWN', 'EXPORT_COMPLETED', 'DEMAND_SURGE', 'WEBHOOK_PAUSED', 'WEBHOOK_TEST', 'CLIENT_SECRET_EXPIRING')),
	CONSTRAINT "webhook_deliveries_status_check" CHECK ("webhook_deliveries"."status" in ('PENDING', 'DELIVERED', 'FAILED', 'CANCELLED'))
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partner_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"url" text NOT NULL,
	"description" text,
	"types" text[] NOT NULL,
	"signal_filter" jsonb,
	"signature" text NOT NULL,
	"public_key" text,
	"status" text NOT NULL,
	"pause_reason" text,
	"paused_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"tx" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"position_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_endpoints_signature_check" CHECK ("webhook_endpoints"."signature" in ('HMAC', 'ED25519')),
	CONSTRAINT "webhook_endpoints_status_check" CHECK ("webhook_endpoints"."status" in ('ACTIVE', 'PAUSED')),
	CONSTRAINT "webhook_endpoints_pause_reason_check" CHECK ("webhook_endpoints"."pause_reason" in ('BY_PARTNER', 'GONE', 'FAILING', 'CLIENT_ENDED'))
);
--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "client_secrets" ADD COLUMN "end_told_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_secrets" ADD CONSTRAINT "webhook_secrets_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint_id_next_attempt_at_idx" ON "webhook_deliveries" USING btree ("endpoint_id","next_attempt_at") WHERE status = 'PENDING';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_partner_id_created_at_id_idx" ON "webhook_deliveries" USING btree ("partner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint_id_created_at_id_idx" ON "webhook_deliveries" USING btree ("endpoint_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_partner_id_created_at_id_idx" ON "webhook_endpoints" USING btree ("partner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_secrets_endpoint_id_idx" ON "webhook_secrets" USING btree ("endpoint_id");
--> statement-breakpoint
ALTER TABLE webhook_endpoints ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE webhook_endpoints FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON webhook_endpoints TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON webhook_endpoints FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY every_row ON webhook_deliveries TO kimberlite_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_rows ON webhook_deliveries FOR SELECT TO kimberlite_api USING (
  partner_id = (SELECT nullif(current_setting('kimberlite.partner', true), '')::uuid)
);
--> statement-breakpoint
-- Not webhook_secrets: who reads for partners has no business there.
GRANT SELECT ON webhook_endpoints, webhook_deliveries TO kimberlite_api;
--> statement-breakpoint
-- Every delivery updates its row twice or more. Where the page has room, no index is touched but the queue's.
ALTER TABLE webhook_deliveries SET (fillfactor = 80);
