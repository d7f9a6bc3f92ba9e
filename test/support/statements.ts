import pg from "pg";
import { vi } from "vitest";

/** Every statement that this process sent to PostgreSQL while `work` ran, the budget's and the key ring's left out. */
export async function countStatements<T>(work: () => Promise<T>): Promise<{ value: T; texts: string[] }> {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  try {
    const value = await work();
    const texts = sent.mock.calls.map(([statement]) => textOf(statement));
    return { value, texts: texts.filter((text) => /\b(from|update|into)\b/.test(text) && !OWN.test(text)) };
  } finally {
    sent.mockRestore();
  }
}

/** What the server asks on its own account, whatever is sent to it. */
const OWN = /client_budgets|operation_usage|access_log|partners|clients|tokens|signing_keys|contracts/;

function textOf(statement: unknown): string {
  if (typeof statement === "string") return statement;
  return String((statement as { text?: unknown }).text);
}
