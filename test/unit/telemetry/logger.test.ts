import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, test } from "vitest";
import { createLogger } from "../../../src/platform/telemetry/logger.ts";

test("of a query that failed, neither its parameters nor the database's words reach the log", () => {
  const lines: string[] = [];
  const logger = createLogger("info", { write: (line) => void lines.push(line) });
  const refusal = Object.assign(new Error("Key (registration)=(ZZ-CANARY-1) already exists."), {
    severity: "ERROR",
    code: "23505",
    detail: "Key (registration)=(ZZ-CANARY-1) already exists.",
    constraint: "vehicles_country_registration_key",
  });
  logger.error(
    { err: new DrizzleQueryError("insert into vehicles values ($1)", ["ZZ-CANARY-1"], refusal) },
    "bug",
  );
  expect(lines.join("")).not.toContain("CANARY");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    err: { cause: { code: "23505", constraint: "vehicles_country_registration_key" } },
  });
});

test("another error's own words do", () => {
  const lines: string[] = [];
  const logger = createLogger("info", { write: (line) => void lines.push(line) });
  logger.error({ err: new RangeError("A month has at most 31 days.") }, "bug");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    err: { type: "RangeError", message: "A month has at most 31 days." },
  });
});
