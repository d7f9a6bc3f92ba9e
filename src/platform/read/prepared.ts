import type { Run } from "./run.ts";
import type { ReadStatement } from "./scoped-pool.ts";
import type { Statement } from "./statement-builder.ts";
import { prepareRows, type Values } from "./write.ts";

export type ReadRows = (statement: ReadStatement) => Promise<Values[]>;

/** Prepared statements take memory on every connection. */
const NAMED_STATEMENTS = 1000;
let namedStatements = 0;

/** A compiled statement that gets a name, and so is prepared on the connection, once it is seen a second time. */
export class Prepared {
  readonly compiled: Statement;
  #uses = 0;
  #isNamed = false;

  constructor(compiled: Statement) {
    this.compiled = compiled;
  }

  async read(read: ReadRows, run: Run): Promise<{ rows: Values[]; cost: number }> {
    const { name, text, values, rows: plan, hasOnePlan } = this.compiled;
    this.#uses += 1;
    if (this.#uses === 2 && namedStatements < NAMED_STATEMENTS) {
      namedStatements += 1;
      this.#isNamed = true;
    }
    const rows = await read({
      ...(this.#isNamed && { name }),
      text,
      hasOnePlan,
      values: values.map((value) => value(run)),
    });
    return { rows, cost: prepareRows(rows, plan, run) };
  }
}
