DROP INDEX "intent_signals_garage_id_status_idx";--> statement-breakpoint
DROP INDEX "intent_signals_area_code_part_category_probability_id_idx";--> statement-breakpoint
DROP INDEX "intent_signals_part_category_probability_id_idx";--> statement-breakpoint
ALTER TABLE "intent_signals" ALTER COLUMN "evidence" SET DATA TYPE text;--> statement-breakpoint
CREATE INDEX "intent_signals_garage_id_part_category_idx" ON "intent_signals" USING btree ("garage_id","part_category","status","area_code","make","part_family");--> statement-breakpoint
CREATE INDEX "intent_signals_area_code_part_category_probability_id_idx" ON "intent_signals" USING btree ("area_code","part_category","probability","id") WHERE part_category is not null;--> statement-breakpoint
CREATE INDEX "intent_signals_part_category_probability_id_idx" ON "intent_signals" USING btree ("part_category","probability","id") WHERE part_category is not null;