import type { UserError, UserErrorCode } from "../../platform/errors/outcome.ts";
import { RowError, type Rejection, type RejectionCode } from "../ingestion/index.ts";

/** BEST_EFFORT takes what is right of a batch; ATOMIC takes all of it or nothing. */
export const WRITE_MODES = ["BEST_EFFORT", "ATOMIC"] as const;
export type WriteMode = (typeof WRITE_MODES)[number];

export const WRITE_RESULTS = ["CREATED", "UPDATED", "UNCHANGED"] as const;
export type WriteResult = (typeof WRITE_RESULTS)[number];

export interface WriteOptions {
  readonly mode: WriteMode;
  /** Everything is tried, nothing is kept. */
  readonly validateOnly: boolean;
}

/** What became of one item, in the order of the items. */
export interface ItemOutcome {
  /** The row's UUID; null where it was refused, or nothing is kept. */
  readonly id: string | null;
  /** Null where it was refused. */
  readonly result: WriteResult | null;
  readonly userErrors: readonly UserError[];
}

/** One item on its way: refused where anything is wrong, with remarks where something is odd. */
export class Item<Record> {
  readonly place: number;
  record: Record | null = null;
  readonly errors: UserError[] = [];
  readonly remarks: UserError[] = [];

  constructor(place: number) {
    this.place = place;
  }

  get isTaken(): boolean {
    return this.record !== null && this.errors.length === 0;
  }

  refuse(code: UserErrorCode, message: string, field: string | null = null): void {
    this.errors.push({ code, field: this.#path(field), message });
  }

  remark(code: UserErrorCode, message: string, field: string | null = null): void {
    this.remarks.push({ code, field: this.#path(field), message });
  }

  reject({ code, reason }: Pick<Rejection, "code" | "reason">): void {
    this.refuse(CODES[code] ?? "BAD_USER_INPUT", `${reason}.`);
  }

  /** Reads the record, or takes down what is wrong with it. */
  read(from: () => Record): void {
    try {
      this.record = from();
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      this.reject({ code: error.code, reason: error.message });
    }
  }

  outcome(done: { readonly id: string; readonly result: WriteResult } | null): ItemOutcome {
    const { id, result } = this.isTaken && done !== null ? done : { id: null, result: null };
    return { id, result, userErrors: [...this.errors, ...this.remarks] };
  }

  #path(field: string | null): string {
    return `items[${this.place}]${field === null ? "" : `.${field}`}`;
  }
}

const CODES: Partial<Record<RejectionCode, UserErrorCode>> = {
  INVALID_REGISTRATION: "INVALID_REGISTRATION",
  INVALID_VIN: "INVALID_VIN",
  UNSUPPORTED_COUNTRY: "UNSUPPORTED_COUNTRY",
  DATE_IN_FUTURE: "DATE_IN_FUTURE",
  VIN_MISMATCH: "CONFLICT",
  ERASED: "ERASED",
};

/** Items of a batch, each read on its own. */
export function readItems<Input, Record>(
  inputs: readonly Input[],
  read: (input: Input) => Record,
): Item<Record>[] {
  return inputs.map((input, place) => {
    const item = new Item<Record>(place);
    item.read(() => read(input));
    return item;
  });
}
