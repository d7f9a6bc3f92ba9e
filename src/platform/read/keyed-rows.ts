import type { KeyedStatement } from "./compile.ts";
import { Prepared, type ReadRows } from "./prepared.ts";
import type { Run } from "./run.ts";

/** Rows of one entity that are picked out by their keys. */
export class KeyedRows {
  readonly #type: string;
  readonly #statement: KeyedStatement;
  readonly #prepared: Prepared;

  constructor(type: string, statement: KeyedStatement) {
    this.#type = type;
    this.#statement = statement;
    this.#prepared = new Prepared(statement);
  }

  /** JSON of each row that is there and visible, by UUID. */
  async read(
    read: ReadRows,
    run: Run,
    keys: readonly string[],
  ): Promise<{ texts: Map<string, string>; cost: number }> {
    const texts = new Map<string, string>();
    if (keys.length === 0) return { texts, cost: 0 };
    const { rows, cost } = await this.#prepared.read(read, { ...run, keys });
    for (const row of rows) {
      const text = this.#statement.writeOne(row, run);
      texts.set(String(row[this.#statement.key]), run.forExecutor ? tagged(text, this.#type) : text);
    }
    return { texts, cost };
  }
}

/** Key under which the executor finds what type a node has. */
export const TYPE_TAG = "\u0000type";

function tagged(text: string, type: string): string {
  const tag = `{${JSON.stringify(TYPE_TAG)}:${JSON.stringify(type)}`;
  return text === "{}" ? `${tag}}` : `${tag},${text.slice(1)}`;
}
