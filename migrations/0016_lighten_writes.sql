-- Looked at, and its vehicle's row locked and thereby written, for every inspection: a sixth of what taking one in costs
-- PostgreSQL. Readings and defects never had one.
ALTER TABLE "inspections" DROP CONSTRAINT "inspections_vehicle_id_vehicles_id_fk";
--> statement-breakpoint
-- Holds for pages that are written from now on: nothing is built anew.
ALTER INDEX "intent_signals_vehicle_id_probability_id_idx" SET (fillfactor = 70);
--> statement-breakpoint
ALTER INDEX "intent_signals_area_code_part_category_probability_id_idx" SET (fillfactor = 70);
--> statement-breakpoint
ALTER INDEX "intent_signals_part_category_probability_id_idx" SET (fillfactor = 70);
--> statement-breakpoint
ALTER INDEX "intent_signals_kind_probability_id_idx" SET (fillfactor = 70);
--> statement-breakpoint
ALTER INDEX "intent_signals_probability_id_idx" SET (fillfactor = 70);
--> statement-breakpoint
ALTER INDEX "intent_signals_score_id_idx" SET (fillfactor = 70);
--> statement-breakpoint
ALTER INDEX "intent_signals_moment_likely_id_idx" SET (fillfactor = 70);
--> statement-breakpoint
ALTER INDEX "intent_signals_updated_at_id_idx" SET (fillfactor = 70);
--> statement-breakpoint
ALTER INDEX "intent_signals_garage_id_part_category_idx" SET (fillfactor = 70);
