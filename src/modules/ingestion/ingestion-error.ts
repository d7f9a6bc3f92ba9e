/**
 * - `FILE_NOT_FOUND`, `FILE_UNREADABLE` – also a compressed file that ends too early.
 * - `WRONG_FORMAT` – nothing at its start is a row of the format; nothing was changed.
 * - `ALREADY_RUNNING` – another run is reading the same file.
 * - `ABORTED` – asked to stop; what was committed stays, and the next run of the file goes on from there.
 */
export type IngestionErrorCode =
  "FILE_NOT_FOUND" | "FILE_UNREADABLE" | "WRONG_FORMAT" | "ALREADY_RUNNING" | "ABORTED";

/** A run that could not go on. The message is for the operator and holds nothing of the file's content. */
export class IngestionError extends Error {
  override readonly name = "IngestionError";
  readonly code: IngestionErrorCode;

  constructor(code: IngestionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
