/**
 * What can go wrong with the embedded PostgreSQL. Operators' scripts may switch on these:
 * add freely, never rename or reuse one.
 */
export type PostgresErrorCode =
  /** Another `start` serves this data folder. */
  | "POSTGRES_ALREADY_CLAIMED"
  /** No binaries are published for this operating system and processor, or they do not run on it. */
  | "POSTGRES_UNSUPPORTED_PLATFORM"
  /** The binaries' package is missing or was installed without its install script. */
  | "POSTGRES_NOT_INSTALLED"
  /** The server's user cannot reach the data folder or the binaries, or the folder belongs to somebody else. */
  | "POSTGRES_FOLDER_CLOSED"
  /** The data folder holds something that this program did not make or cannot use. */
  | "POSTGRES_FOLDER_UNUSABLE"
  /** `postmaster.pid` names a running server that serves another folder: the folder was copied while in use. */
  | "POSTGRES_FOREIGN_SERVER"
  /** initdb or the first set-up of roles failed. */
  | "POSTGRES_CREATE_FAILED"
  /** The server ended while starting, or did not get ready in time. */
  | "POSTGRES_START_FAILED"
  /** The server did not end in time. */
  | "POSTGRES_STOP_FAILED";

/**
 * An expected failure of the embedded PostgreSQL. `message` is written for the operator and says what to do;
 * it never holds a password.
 */
export class PostgresError extends Error {
  override readonly name = "PostgresError";

  readonly code: PostgresErrorCode;

  constructor(code: PostgresErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
