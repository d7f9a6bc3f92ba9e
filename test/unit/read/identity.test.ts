import { sql } from "drizzle-orm";
import { boolean, integer, PgDialect, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { getTableColumns, type SQL, type SQLWrapper } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { Identity } from "../../../src/platform/read/identity.ts";

const cars = pgTable("cars", {
  id: uuid("id"),
  plate: text("plate"),
  km: integer("km"),
  make: text("make"),
  marked: boolean("marked"),
});
const PERSONAL = {
  subject: "id",
  hidden: { plate: "REGISTRATION" },
  rounded: { km: 1000 },
  marker: "marked",
} as const;
const RULES = {
  rules: { isShown: (subject: SQL) => sql`may_know(${subject})`, isListed: () => sql`true` },
  asker: { partner: sql`'p'`, purposes: sql`'{}'`, now: sql`now()` },
};
const open = (rules: typeof RULES | null = RULES) => new Identity(getTableColumns(cars), PERSONAL, rules);
const textOf = (expression: SQLWrapper | undefined) =>
  new PgDialect()
    .sqlToQuery(sql`${expression}`)
    .sql.replaceAll('"cars".', "")
    .replaceAll('"', "");

describe("a guarded row", () => {
  test("hands out a personal column only to conditions that are watched, and tells which they looked at", () => {
    const identity = open();
    expect(() => identity.row["plate"]).toThrow(/plate is personal/);
    const { value, touched } = identity.watch(() => sql`${identity.row["plate"]} = 'x'`);
    expect(textOf(value)).toBe("plate = 'x'");
    expect([...touched]).toEqual(["plate"]);
    expect(identity.watch(() => identity.row["make"]).touched.size).toBe(0);
    expect(() => identity.row["plate"]).toThrow();
  });

  test("stays closed after a condition that failed", () => {
    const identity = open();
    expect(() =>
      identity.watch(() => {
        throw new Error("broken");
      }),
    ).toThrow("broken");
    expect(() => identity.row["plate"]).toThrow(/plate is personal/);
  });

  test("selects hidden columns by rule, rounds others by the same, and leaves the rest alone", () => {
    const identity = open();
    const shown = "(not marked or may_know(id))";
    expect(textOf(identity.column("plate"))).toBe(`case when ${shown} then plate end`);
    expect(textOf(identity.column("km"))).toBe(
      `case when ${shown} then km else (km + 500) / 1000 * 1000 end`,
    );
    expect(textOf(identity.column("make"))).toBe("make");
    expect(textOf(identity.stored("km"))).toBe("km");
  });

  test("shows nobody to whoever may know nobody", () => {
    expect(textOf(open(null).column("plate"))).toBe("case when false then plate end");
    expect(open(null).listed).toBeUndefined();
  });

  test("asks no more once only known rows are found, nor does what follows it", () => {
    const [leader, follower] = [open(), open()];
    follower.follow(leader);
    expect(textOf(follower.column("plate"))).toContain("may_know");
    expect(textOf(leader.enforce())).toBe("(not marked or may_know(id))");
    expect(textOf(leader.column("plate"))).toBe("plate");
    expect(textOf(follower.column("plate"))).toBe("plate");
  });
});
