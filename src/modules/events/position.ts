import type { Principal } from "../../platform/auth/principal.ts";
import { AppError } from "../../platform/errors/app-error.ts";
import { LIMITS } from "../../platform/limits.ts";

/** A place in the log: everything up to this row, and including it, has been read. */
export interface Position {
  /** Decimal digits of 64-bit integers. */
  readonly tx: string;
  readonly seq: string;
  /** When the row at it was written, ms since 1970. */
  readonly atMs: number;
}

const LIST = "Query.events";
const DAY_MS = 24 * 60 * 60 * 1000;

/** A position as a partner holds it: sealed, and of no use to another partner. */
export function sealPosition({ cursors }: Pick<Principal, "cursors">, position: Position): string {
  return cursors.seal(LIST, [position.tx, position.seq, String(position.atMs)]);
}

/** @throws {AppError} BAD_CURSOR where it is not this partner's, or what follows it may be gone */
export function openPosition(
  { cursors }: Pick<Principal, "cursors">,
  sealed: string,
  nowMs: number,
): Position {
  const { position } = cursors.openAnyAge(LIST, sealed, 3);
  const [tx = "", seq = "", at = ""] = position;
  const atMs = Number(at);
  if (nowMs - atMs > LIMITS.eventsKeptDays * DAY_MS) {
    throw new AppError(
      "BAD_CURSOR",
      `This position is older than ${LIMITS.eventsKeptDays} days: events after it are gone. Read the state anew, then begin without a position.`,
      { reason: "EXPIRED" },
    );
  }
  return { tx, seq, atMs };
}

/** The oldest place that may be read from. */
export function beginning(nowMs: number): Position {
  return { tx: "0", seq: "0", atMs: nowMs - LIMITS.eventsKeptDays * DAY_MS };
}
