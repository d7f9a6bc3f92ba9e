-- Places on the sphere with an index that yields the nearest first. A trusted extension: the database's owner may add it.
CREATE EXTENSION IF NOT EXISTS cube;
--> statement-breakpoint
CREATE TABLE "areas" (
	"code" text PRIMARY KEY NOT NULL,
	"country" text NOT NULL,
	"level" text NOT NULL,
	"parent_code" text,
	"name" text NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	CONSTRAINT "areas_level_check" CHECK ("areas"."level" in ('COUNTRY', 'REGION', 'DEPARTMENT'))
);
--> statement-breakpoint
CREATE TABLE "garages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"country" text NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"kinds" text[] NOT NULL,
	"street" text,
	"postal_code" text,
	"city" text,
	"phone" text,
	"area_code" text NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"position" "cube",
	"networks" text[] NOT NULL,
	"vehicle_categories" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ingestion_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"format" text NOT NULL,
	"file_name" text NOT NULL,
	"fingerprint" text,
	"status" text NOT NULL,
	"line_count" bigint DEFAULT 0 NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"failure_code" text,
	"read_count" bigint DEFAULT 0 NOT NULL,
	"inserted_count" bigint DEFAULT 0 NOT NULL,
	"updated_count" bigint DEFAULT 0 NOT NULL,
	"unchanged_count" bigint DEFAULT 0 NOT NULL,
	"rejected_count" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "ingestion_runs_status_check" CHECK ("ingestion_runs"."status" in ('RUNNING', 'COMPLETED', 'FAILED'))
);
--> statement-breakpoint
CREATE TABLE "rejected_rows" (
	"run_id" uuid NOT NULL,
	"line_number" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"code" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "rejected_rows_run_id_line_number_ordinal_pk" PRIMARY KEY("run_id","line_number","ordinal")
);
--> statement-breakpoint
CREATE TABLE "defects" (
	"id" uuid NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"inspection_id" uuid NOT NULL,
	"ordinal" smallint NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"severity" text NOT NULL,
	"code" text,
	"scheme" text NOT NULL,
	"annex_item" text,
	"text" text,
	"text_locale" text,
	"axle" text,
	"side" text,
	"spot" text,
	"axle_number" smallint,
	"part_categories" text[] NOT NULL,
	"rectified" boolean DEFAULT false NOT NULL,
	"unstructured" boolean DEFAULT false NOT NULL,
	"code_unknown" boolean DEFAULT false NOT NULL,
	"repeat_of" uuid,
	CONSTRAINT "defects_vehicle_id_inspection_id_ordinal_pk" PRIMARY KEY("vehicle_id","inspection_id","ordinal"),
	CONSTRAINT "defects_severity_check" CHECK ("defects"."severity" in ('ADVISORY', 'MINOR', 'MAJOR', 'DANGEROUS')),
	CONSTRAINT "defects_scheme_check" CHECK ("defects"."scheme" in ('EU_ANNEX_I', 'FR_CT', 'UK_MOT', 'UK_MOT_LEGACY', 'NL_RDW', 'FI_TRAFICOM', 'UNSTRUCTURED'))
) PARTITION BY HASH ("vehicle_id");
--> statement-breakpoint
CREATE TABLE "defects_p0" PARTITION OF "defects" FOR VALUES WITH (MODULUS 8, REMAINDER 0);
--> statement-breakpoint
CREATE TABLE "defects_p1" PARTITION OF "defects" FOR VALUES WITH (MODULUS 8, REMAINDER 1);
--> statement-breakpoint
CREATE TABLE "defects_p2" PARTITION OF "defects" FOR VALUES WITH (MODULUS 8, REMAINDER 2);
--> statement-breakpoint
CREATE TABLE "defects_p3" PARTITION OF "defects" FOR VALUES WITH (MODULUS 8, REMAINDER 3);
--> statement-breakpoint
CREATE TABLE "defects_p4" PARTITION OF "defects" FOR VALUES WITH (MODULUS 8, REMAINDER 4);
--> statement-breakpoint
CREATE TABLE "defects_p5" PARTITION OF "defects" FOR VALUES WITH (MODULUS 8, REMAINDER 5);
--> statement-breakpoint
CREATE TABLE "defects_p6" PARTITION OF "defects" FOR VALUES WITH (MODULUS 8, REMAINDER 6);
--> statement-breakpoint
CREATE TABLE "defects_p7" PARTITION OF "defects" FOR VALUES WITH (MODULUS 8, REMAINDER 7);
--> statement-breakpoint
CREATE TABLE "inspections" (
	"id" uuid NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"garage_id" uuid,
	"country" text NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"kind" text NOT NULL,
	"result" text NOT NULL,
	"national_kind" text,
	"national_result" text,
	"performed_on" date NOT NULL,
	"performed_at" timestamp (3) with time zone,
	"valid_until" date,
	"retest_by" date,
	"driving_banned_from" date,
	"certificate_number" text,
	"retest_of" uuid,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inspections_vehicle_id_id_pk" PRIMARY KEY("vehicle_id","id"),
	CONSTRAINT "inspections_vehicle_id_source_source_key_key" UNIQUE("vehicle_id","source","source_key"),
	CONSTRAINT "inspections_kind_check" CHECK ("inspections"."kind" in ('PERIODIC', 'RETEST', 'COMPLEMENTARY', 'COMPLEMENTARY_RETEST', 'VOLUNTARY')),
	CONSTRAINT "inspections_result_check" CHECK ("inspections"."result" in ('PASS', 'PASS_WITH_MINOR', 'PASS_AFTER_RECTIFICATION', 'FAIL_MAJOR', 'FAIL_DANGEROUS', 'ABORTED')),
	CONSTRAINT "inspections_source_check" CHECK ("inspections"."source" in ('DVSA', 'DVA_NI', 'RDW', 'UTAC', 'FR_OPEN_DATA', 'PARTNER', 'SYNTHETIC'))
) PARTITION BY HASH ("vehicle_id");
--> statement-breakpoint
CREATE TABLE "inspections_p0" PARTITION OF "inspections" FOR VALUES WITH (MODULUS 8, REMAINDER 0);
--> statement-breakpoint
CREATE TABLE "inspections_p1" PARTITION OF "inspections" FOR VALUES WITH (MODULUS 8, REMAINDER 1);
--> statement-breakpoint
CREATE TABLE "inspections_p2" PARTITION OF "inspections" FOR VALUES WITH (MODULUS 8, REMAINDER 2);
--> statement-breakpoint
CREATE TABLE "inspections_p3" PARTITION OF "inspections" FOR VALUES WITH (MODULUS 8, REMAINDER 3);
--> statement-breakpoint
CREATE TABLE "inspections_p4" PARTITION OF "inspections" FOR VALUES WITH (MODULUS 8, REMAINDER 4);
--> statement-breakpoint
CREATE TABLE "inspections_p5" PARTITION OF "inspections" FOR VALUES WITH (MODULUS 8, REMAINDER 5);
--> statement-breakpoint
CREATE TABLE "inspections_p6" PARTITION OF "inspections" FOR VALUES WITH (MODULUS 8, REMAINDER 6);
--> statement-breakpoint
CREATE TABLE "inspections_p7" PARTITION OF "inspections" FOR VALUES WITH (MODULUS 8, REMAINDER 7);
--> statement-breakpoint
CREATE TABLE "odometer_readings" (
	"id" uuid NOT NULL,
	"vehicle_id" uuid NOT NULL,
	"area_code" text NOT NULL,
	"make" text NOT NULL,
	"read_on" date NOT NULL,
	"value" integer NOT NULL,
	"unit" text NOT NULL,
	"km" integer NOT NULL,
	"source" text NOT NULL,
	"reason" text,
	"repaired_km" integer,
	CONSTRAINT "odometer_readings_vehicle_id_id_pk" PRIMARY KEY("vehicle_id","id"),
	CONSTRAINT "odometer_readings_unit_check" CHECK ("odometer_readings"."unit" in ('KM', 'MI'))
) PARTITION BY HASH ("vehicle_id");
--> statement-breakpoint
CREATE TABLE "odometer_readings_p0" PARTITION OF "odometer_readings" FOR VALUES WITH (MODULUS 8, REMAINDER 0);
--> statement-breakpoint
CREATE TABLE "odometer_readings_p1" PARTITION OF "odometer_readings" FOR VALUES WITH (MODULUS 8, REMAINDER 1);
--> statement-breakpoint
CREATE TABLE "odometer_readings_p2" PARTITION OF "odometer_readings" FOR VALUES WITH (MODULUS 8, REMAINDER 2);
--> statement-breakpoint
CREATE TABLE "odometer_readings_p3" PARTITION OF "odometer_readings" FOR VALUES WITH (MODULUS 8, REMAINDER 3);
--> statement-breakpoint
CREATE TABLE "odometer_readings_p4" PARTITION OF "odometer_readings" FOR VALUES WITH (MODULUS 8, REMAINDER 4);
--> statement-breakpoint
CREATE TABLE "odometer_readings_p5" PARTITION OF "odometer_readings" FOR VALUES WITH (MODULUS 8, REMAINDER 5);
--> statement-breakpoint
CREATE TABLE "odometer_readings_p6" PARTITION OF "odometer_readings" FOR VALUES WITH (MODULUS 8, REMAINDER 6);
--> statement-breakpoint
CREATE TABLE "odometer_readings_p7" PARTITION OF "odometer_readings" FOR VALUES WITH (MODULUS 8, REMAINDER 7);
--> statement-breakpoint
CREATE TABLE "client_secrets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"id" text PRIMARY KEY NOT NULL,
	"partner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"jwks" jsonb,
	"external_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"tokens_valid_after" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "clients_external_id_unique" UNIQUE("external_id")
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'ACTIVE' NOT NULL,
	"scopes" text[] NOT NULL,
	"areas" text[] NOT NULL,
	"makes" text[] NOT NULL,
	"part_families" text[] NOT NULL,
	"purposes" text[] NOT NULL,
	"introspection" boolean DEFAULT true NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "partners_slug_unique" UNIQUE("slug"),
	CONSTRAINT "partners_status_check" CHECK ("partners"."status" in ('ACTIVE', 'SUSPENDED'))
);
--> statement-breakpoint
CREATE TABLE "revoked_tokens" (
	"jti" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"alg" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"sealed_private_jwk" text NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"signs_from" timestamp (3) with time zone NOT NULL,
	"published_until" timestamp (3) with time zone,
	CONSTRAINT "signing_keys_status_check" CHECK ("signing_keys"."status" in ('SIGN', 'RETIRED'))
);
--> statement-breakpoint
CREATE TABLE "used_assertions" (
	"client_id" text NOT NULL,
	"jti_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "used_assertions_client_id_jti_hash_pk" PRIMARY KEY("client_id","jti_hash")
);
--> statement-breakpoint
CREATE TABLE "part_catalogue_numbers" (
	"part_category" text NOT NULL,
	"catalogue" text NOT NULL,
	"number" text NOT NULL,
	CONSTRAINT "part_catalogue_numbers_part_category_catalogue_number_pk" PRIMARY KEY("part_category","catalogue","number")
);
--> statement-breakpoint
CREATE TABLE "part_categories" (
	"key" text PRIMARY KEY NOT NULL,
	"family" text NOT NULL,
	"names" jsonb NOT NULL,
	"service_only" boolean NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "part_categories_family_check" CHECK ("part_categories"."family" in ('BRAKING', 'STEERING', 'SUSPENSION', 'TYRES_WHEELS', 'LIGHTING', 'VISIBILITY', 'EXHAUST_EMISSIONS', 'BODY', 'SAFETY', 'ELECTRICAL', 'POWERTRAIN', 'SERVICE'))
);
--> statement-breakpoint
CREATE TABLE "vehicles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"country" text NOT NULL,
	"registration" text,
	"vin" text,
	"make" text NOT NULL,
	"model" text NOT NULL,
	"variant" text,
	"colour" text,
	"category" text NOT NULL,
	"usage" text NOT NULL,
	"fuel" text NOT NULL,
	"engine_capacity_cc" integer,
	"power_kw" double precision,
	"gross_mass_kg" integer,
	"first_registered_on" date,
	"first_registered_precision" text NOT NULL,
	"first_admission_on" date,
	"area_code" text NOT NULL,
	"odometer_km" integer,
	"odometer_read_on" date,
	"odometer_km_per_year" integer,
	"odometer_verdict" text DEFAULT 'NO_JUDGEMENT' NOT NULL,
	"odometer_reason" text,
	"last_periodic_on" date,
	"last_periodic_result" text,
	"last_periodic_valid_until" date,
	"last_periodic_previous_due_on" date,
	"last_periodic_cleared_on" date,
	"last_complementary_on" date,
	"last_complementary_result" text,
	"last_complementary_valid_until" date,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "vehicles_category_check" CHECK ("vehicles"."category" in ('M1', 'M2', 'M3', 'N1', 'N2', 'N3', 'L1E', 'L2E', 'L3E', 'L4E', 'L5E', 'L6E', 'L7E', 'O', 'T', 'UNKNOWN')),
	CONSTRAINT "vehicles_usage_check" CHECK ("vehicles"."usage" in ('PRIVATE', 'TAXI', 'PRIVATE_HIRE', 'RENTAL', 'DRIVING_SCHOOL', 'AMBULANCE', 'PAID_TRANSPORT', 'CAMPER', 'COLLECTION', 'UNKNOWN')),
	CONSTRAINT "vehicles_fuel_check" CHECK ("vehicles"."fuel" in ('PETROL', 'DIESEL', 'HYBRID', 'PLUG_IN_HYBRID', 'ELECTRIC', 'LPG', 'CNG', 'HYDROGEN', 'OTHER', 'UNKNOWN')),
	CONSTRAINT "vehicles_first_registered_precision_check" CHECK ("vehicles"."first_registered_precision" in ('DAY', 'MONTH', 'YEAR')),
	CONSTRAINT "vehicles_odometer_verdict_check" CHECK ("vehicles"."odometer_verdict" in ('LOGICAL', 'ILLOGICAL', 'NO_JUDGEMENT'))
);
--> statement-breakpoint
CREATE TABLE "client_budgets" (
	"client_id" text PRIMARY KEY NOT NULL,
	"available" double precision NOT NULL,
	"refilled_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operation_usage" (
	"hour" timestamp (3) with time zone NOT NULL,
	"client_id" text NOT NULL,
	"operation_name" text NOT NULL,
	"document_hash" text NOT NULL,
	"error_code" text NOT NULL,
	"requests" integer NOT NULL,
	"cost" bigint NOT NULL,
	"duration_ms" bigint NOT NULL,
	CONSTRAINT "operation_usage_hour_client_id_operation_name_document_hash_error_code_pk" PRIMARY KEY("hour","client_id","operation_name","document_hash","error_code")
);
--> statement-breakpoint
ALTER TABLE "areas" ADD CONSTRAINT "areas_parent_code_areas_code_fk" FOREIGN KEY ("parent_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "garages" ADD CONSTRAINT "garages_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejected_rows" ADD CONSTRAINT "rejected_rows_run_id_ingestion_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."ingestion_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspections" ADD CONSTRAINT "inspections_vehicle_id_vehicles_id_fk" FOREIGN KEY ("vehicle_id") REFERENCES "public"."vehicles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspections" ADD CONSTRAINT "inspections_garage_id_garages_id_fk" FOREIGN KEY ("garage_id") REFERENCES "public"."garages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_secrets" ADD CONSTRAINT "client_secrets_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "used_assertions" ADD CONSTRAINT "used_assertions_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "part_catalogue_numbers" ADD CONSTRAINT "part_catalogue_numbers_part_category_part_categories_key_fk" FOREIGN KEY ("part_category") REFERENCES "public"."part_categories"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicles" ADD CONSTRAINT "vehicles_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "areas_parent_code_idx" ON "areas" USING btree ("parent_code");--> statement-breakpoint
CREATE UNIQUE INDEX "garages_source_external_id_key" ON "garages" USING btree ("source","external_id");--> statement-breakpoint
CREATE INDEX "garages_area_code_id_idx" ON "garages" USING btree ("area_code","id");--> statement-breakpoint
CREATE INDEX "garages_name_id_idx" ON "garages" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "garages_position_idx" ON "garages" USING gist ("position");--> statement-breakpoint
CREATE INDEX "ingestion_runs_fingerprint_idx" ON "ingestion_runs" USING btree ("fingerprint");--> statement-breakpoint
CREATE INDEX "inspections_vehicle_id_performed_on_id_idx" ON "inspections" USING btree ("vehicle_id","performed_on","id");--> statement-breakpoint
CREATE INDEX "inspections_id_idx" ON "inspections" USING btree ("id");--> statement-breakpoint
CREATE INDEX "inspections_performed_on_id_idx" ON "inspections" USING btree ("performed_on","id");--> statement-breakpoint
CREATE INDEX "inspections_area_code_performed_on_id_idx" ON "inspections" USING btree ("area_code","performed_on","id");--> statement-breakpoint
CREATE INDEX "inspections_garage_id_performed_on_id_idx" ON "inspections" USING btree ("garage_id","performed_on","id");--> statement-breakpoint
CREATE INDEX "odometer_readings_vehicle_id_read_on_id_idx" ON "odometer_readings" USING btree ("vehicle_id","read_on","id");--> statement-breakpoint
CREATE INDEX "client_secrets_client_id_idx" ON "client_secrets" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "clients_partner_id_idx" ON "clients" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "revoked_tokens_revoked_at_idx" ON "revoked_tokens" USING btree ("revoked_at");--> statement-breakpoint
CREATE INDEX "revoked_tokens_expires_at_idx" ON "revoked_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "used_assertions_expires_at_idx" ON "used_assertions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "vehicles_country_registration_key" ON "vehicles" USING btree ("country","registration") WHERE registration is not null;--> statement-breakpoint
CREATE INDEX "vehicles_vin_idx" ON "vehicles" USING btree ("vin") WHERE vin is not null;--> statement-breakpoint
CREATE INDEX "vehicles_make_model_id_idx" ON "vehicles" USING btree ("make","model","id");--> statement-breakpoint
CREATE INDEX "vehicles_area_code_id_idx" ON "vehicles" USING btree ("area_code","id");--> statement-breakpoint
CREATE INDEX "vehicles_updated_at_id_idx" ON "vehicles" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "operation_usage_client_id_hour_idx" ON "operation_usage" USING btree ("client_id","hour");