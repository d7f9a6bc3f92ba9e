import type { RecordKind } from "./record.ts";

/**
 * Why a record was refused. Append-only: operators' scripts read them.
 * - `ROW_NOT_JSON`, `ROW_NOT_CSV`, `ROW_NOT_UTF8` – the line cannot be read at all.
 * - `ROW_TOO_LONG` – the line is longer than a megabyte; the run goes on after its end.
 * - `ROW_EMPTY` – a row of a table without any value.
 * - `ROW_NOT_OF_FORMAT` – readable, but without the fields by which the format is known.
 * - `FIELD_MISSING`, `FIELD_INVALID` – named in the reason.
 * - `INVALID_REGISTRATION`, `INVALID_VIN` – the identifier is not one; its text is never repeated.
 * - `VIN_MISMATCH` – the plate is known with another VIN, so the record may be of another vehicle.
 * - `UNSUPPORTED_COUNTRY` – a country whose inspections are not read.
 * - `DATE_IN_FUTURE` – performed after today.
 * - `UNKNOWN_RESULT`, `UNKNOWN_KIND` – a national word that is in no list of ours.
 * - `INSPECTION_UNKNOWN` – a finding of an inspection that was never reported.
 * - `VEHICLE_UNKNOWN`, `GARAGE_UNKNOWN` – a repair order names one that was not read before it.
 * - `ERASED` – the vehicle's identity was erased at its keeper's wish; nothing of it is stored again.
 * - `UNSUPPORTED_RECORD` – a kind of record that is recognised and not stored.
 */
export const REJECTION_CODES = [
  "ROW_NOT_JSON",
  "ROW_NOT_CSV",
  "ROW_NOT_UTF8",
  "ROW_TOO_LONG",
  "ROW_EMPTY",
  "ROW_NOT_OF_FORMAT",
  "FIELD_MISSING",
  "FIELD_INVALID",
  "INVALID_REGISTRATION",
  "INVALID_VIN",
  "VIN_MISMATCH",
  "UNSUPPORTED_COUNTRY",
  "DATE_IN_FUTURE",
  "UNKNOWN_RESULT",
  "UNKNOWN_KIND",
  "INSPECTION_UNKNOWN",
  "VEHICLE_UNKNOWN",
  "GARAGE_UNKNOWN",
  "UNSUPPORTED_RECORD",
  "ERASED",
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** A record that was refused. The reason names fields and never repeats their values. */
export interface Rejection {
  readonly kind: RecordKind;
  readonly code: RejectionCode;
  readonly reason: string;
}

/** Thrown inside a row parser, which turns it into the rejection of the record at hand. */
export class RowError extends Error {
  override readonly name = "RowError";
  readonly code: RejectionCode;

  constructor(code: RejectionCode, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** What `read` makes of a record, or the rejection that its refusal is. @param path put before the field in the reason */
export function accepted<Value>(
  kind: RecordKind,
  rejections: Rejection[],
  read: () => Value,
  path = "",
): Value | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    rejections.push({ kind, code: error.code, reason: path + error.message });
    return null;
  }
}

const UNREADABLE: ReadonlySet<RejectionCode> = new Set<RejectionCode>([
  "ROW_NOT_JSON",
  "ROW_NOT_CSV",
  "ROW_NOT_UTF8",
  "ROW_TOO_LONG",
  "ROW_EMPTY",
  "ROW_NOT_OF_FORMAT",
]);

/** Whether the row could not even be recognised as one of the format. */
export function isUnrecognised({ code }: Rejection): boolean {
  return UNREADABLE.has(code);
}
