/** Reads files of other people's data into vehicles, inspections and garages. */
export { INGESTION_FORMATS, type IngestionFormat, type RecordCounts } from "./ingestion.table.ts";
export { ingest, type IngestionOptions, type IngestionProgress, type IngestionSummary } from "./ingest.ts";
export { IngestionError, type IngestionErrorCode } from "./ingestion-error.ts";
export { readHistories, type ReadHistory } from "./read-histories.ts";
export { RECORD_KINDS, type RecordKind } from "./record.ts";
export { REJECTION_CODES, type RejectionCode } from "./rejection.ts";
export { listRejectedRows, type RejectedRow } from "./run.repository.ts";
export { openStaging } from "./merge/staging.ts";
