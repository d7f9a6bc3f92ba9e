import { describe, expect, test } from "vitest";
import {
  nationalResult,
  RETEST_RULES,
  retestDue,
  type RetestContext,
  type RetestDue,
} from "../../../src/modules/schedule/index.ts";
import type { CountryCode } from "../../../src/modules/vocabulary/index.ts";

interface RetestCase {
  readonly _case: string;
  readonly country: CountryCode;
  readonly result: "FAIL_MAJOR" | "FAIL_DANGEROUS";
  readonly performedOn: string;
  readonly words?: string;
  readonly context?: RetestContext;
  readonly expected: Partial<RetestDue>;
}

const CASES: readonly RetestCase[] = [
  {
    _case: "France, major: two months on the road, then a ban and a full inspection",
    country: "FR",
    result: "FAIL_MAJOR",
    performedOn: "2024-03-10",
    expected: {
      retestBy: "2024-05-10",
      drivingBannedFrom: "2024-05-11",
      driving: "ALLOWED",
      late: "FULL_INSPECTION",
      goodUntil: "2024-05-10",
    },
  },
  {
    _case: "France, critical: two months for the retest, driving until midnight",
    country: "FR",
    result: "FAIL_DANGEROUS",
    performedOn: "2024-03-10",
    expected: { retestBy: "2024-05-10", drivingBannedFrom: "2024-03-11", goodUntil: "2024-03-10" },
  },
  {
    _case: "France before the reform",
    country: "FR",
    result: "FAIL_MAJOR",
    performedOn: "2018-05-19",
    expected: { retestBy: "2018-07-19", ruleId: "FR-RETEST-BEFORE-2018" },
  },
  {
    _case: "Great Britain, major: the certificate before runs on",
    country: "GB",
    result: "FAIL_MAJOR",
    performedOn: "2024-05-14",
    context: { previousDueOn: "2024-06-25", publicHolidays: ["2024-05-27"] },
    expected: {
      retestBy: "2024-05-29",
      drivingBannedFrom: "2024-06-26",
      goodUntil: "2024-06-25",
      missingInputs: [],
    },
  },
  {
    _case: "Great Britain, major after the certificate ran out",
    country: "GB",
    result: "FAIL_MAJOR",
    performedOn: "2024-05-14",
    context: { previousDueOn: "2024-05-01", publicHolidays: [] },
    expected: { drivingBannedFrom: "2024-05-14", goodUntil: "2024-05-01" },
  },
  {
    _case: "Great Britain, major on the last day of the certificate",
    country: "GB",
    result: "FAIL_MAJOR",
    performedOn: "2024-05-14",
    context: { previousDueOn: "2024-05-14", publicHolidays: [] },
    expected: { drivingBannedFrom: "2024-05-15", goodUntil: "2024-05-14" },
  },
  {
    _case: "Great Britain, nothing else known: no day is made up",
    country: "GB",
    result: "FAIL_MAJOR",
    performedOn: "2024-05-14",
    expected: {
      retestBy: null,
      window: { from: "2024-05-28", until: "2024-06-03" },
      drivingBannedFrom: null,
      missingInputs: ["lastPeriodic.previousDueOn", "publicHolidays"],
    },
  },
  {
    _case: "Great Britain, dangerous: not on the road at all",
    country: "GB",
    result: "FAIL_DANGEROUS",
    performedOn: "2024-05-14",
    expected: { driving: "NOT_AT_ALL", drivingBannedFrom: "2024-05-14" },
  },
  {
    _case: "Netherlands: until the APK runs out, to the workshop only",
    country: "NL",
    result: "FAIL_MAJOR",
    performedOn: "2024-05-01",
    context: { previousDueOn: "2024-06-15" },
    expected: { retestBy: "2024-06-15", driving: "TO_REPAIR_ONLY", drivingBannedFrom: "2024-05-01" },
  },
  {
    _case: "Germany, considerable: one month, driving goes on",
    country: "DE",
    result: "FAIL_MAJOR",
    performedOn: "2024-01-31",
    expected: { retestBy: "2024-02-29", driving: "ALLOWED", drivingBannedFrom: null },
  },
  {
    _case: "Germany, dangerous: home or to a workshop",
    country: "DE",
    result: "FAIL_DANGEROUS",
    performedOn: "2024-01-31",
    words: "gefährliche Mängel",
    expected: { retestBy: "2024-02-29", driving: "TO_REPAIR_ONLY", drivingBannedFrom: "2024-01-31" },
  },
  {
    _case: "Germany, unsafe for traffic: the national word says more than ours",
    country: "DE",
    result: "FAIL_DANGEROUS",
    performedOn: "2024-01-31",
    words: "Verkehrsunsicher",
    expected: { retestBy: null, driving: "NOT_AT_ALL", ruleId: "DE-RETEST-UNSAFE" },
  },
  {
    _case: "Spain, unfavourable: to the workshop and back",
    country: "ES",
    result: "FAIL_MAJOR",
    performedOn: "2024-12-31",
    expected: { retestBy: "2025-02-28", driving: "TO_REPAIR_ONLY", drivingBannedFrom: "2024-12-31" },
  },
  {
    _case: "Spain, negative: towed",
    country: "ES",
    result: "FAIL_DANGEROUS",
    performedOn: "2024-12-31",
    expected: { retestBy: "2025-02-28", driving: "NOT_AT_ALL" },
  },
  {
    _case: "Italy, to be repeated: a month, once repaired",
    country: "IT",
    result: "FAIL_MAJOR",
    performedOn: "2024-01-31",
    expected: { retestBy: "2024-02-29", driving: "ALLOWED_ONCE_REPAIRED", drivingBannedFrom: "2024-03-01" },
  },
  {
    _case: "Italy, suspended: to the workshop on the day itself",
    country: "IT",
    result: "FAIL_DANGEROUS",
    performedOn: "2024-01-31",
    expected: { driving: "TO_REPAIR_ONLY", drivingBannedFrom: "2024-02-01" },
  },
  {
    _case: "Belgium, red for fifteen days",
    country: "BE",
    result: "FAIL_MAJOR",
    performedOn: "2024-02-20",
    expected: {
      retestBy: "2024-03-06",
      drivingBannedFrom: "2024-03-07",
      late: "FULL_INSPECTION_TWO_MONTHS_LATER",
    },
  },
  {
    _case: "Belgium, red without validity",
    country: "BE",
    result: "FAIL_DANGEROUS",
    performedOn: "2024-02-20",
    expected: { retestBy: null, drivingBannedFrom: "2024-02-20", driving: "TO_REPAIR_ONLY" },
  },
];

describe("retestDue", () => {
  test.each(CASES)("$_case", ({ country, result, performedOn, words, context, expected }) => {
    expect(retestDue(result, performedOn, country, words ?? null, context)).toMatchObject(expected);
  });

  test.each(["PASS", "PASS_WITH_MINOR", "PASS_AFTER_RECTIFICATION", "ABORTED"] as const)(
    "asks for nothing after %s",
    (result) => {
      expect(retestDue(result, "2024-03-10", "FR")).toBeNull();
    },
  );

  test("gives no rule where none was researched", () => {
    expect(retestDue("FAIL_MAJOR", "2024-03-10", "FI")).toBeNull();
    expect(retestDue("FAIL_MAJOR", "2024-03-10", "FR", null, { category: "N3" })).toBeNull();
    expect(retestDue("FAIL_DANGEROUS", "2018-05-19", "FR")).toBeNull();
  });

  test("never ends before the failure, nor bans driving before it", () => {
    for (const { country, result } of RETEST_RULES) {
      const due = retestDue(result, "2024-03-10", country, null, { previousDueOn: "2024-03-20" });
      expect((due?.window?.until ?? "9999-12-31") > "2024-03-10").toBe(true);
      expect((due?.drivingBannedFrom ?? "9999-12-31") >= "2024-03-10").toBe(true);
    }
  });

  test("has rows with an id of their own, a version and a citation", () => {
    expect(new Set(RETEST_RULES.map(({ ruleId }) => ruleId)).size).toBe(RETEST_RULES.length);
    expect(RETEST_RULES.filter(({ citation, version }) => citation === "" || version < 1)).toEqual([]);
  });
});

describe("a failure read from a national code", () => {
  test("leads to the national retest: French R since 2018", () => {
    const read = nationalResult("FR", "R", "2024-03-10");

    const due = read.isKnown ? retestDue(read.result, "2024-03-10", "FR", "R") : null;
    expect(due?.drivingBannedFrom).toBe("2024-03-11");
  });
});
