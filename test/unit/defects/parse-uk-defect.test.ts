import { describe, expect, test } from "vitest";
import {
  findAnnexItem,
  parseUkDefect,
  partNeedsOf,
  type UkVehicleManual,
} from "../../../src/modules/defects/index.ts";

const BEFORE = "2018-05-19";
const AFTER = "2018-05-20";

function parse(text: string, completedOn: string | null = AFTER, manual?: UkVehicleManual) {
  return parseUkDefect({ text, type: "ADVISORY" }, completedOn, manual);
}

function partsOf(text: string, completedOn = AFTER): string[] {
  return partNeedsOf(parse(text, completedOn)).map((need) => need.partCategory);
}

describe("references of the manual of 2018", () => {
  test.each([
    ["Nearside Front Tyre slightly damaged (5.2.3 (d) (ii))", "5.2.3(d)(ii)", "5.2.3"],
    ["Front Tyre worn close to legal limit (5.2.3(e))", "5.2.3(e)", "5.2.3"],
    ["Front Brake pad(s) wearing thin (1.1.13 (a) (ii))", "1.1.13(a)(ii)", "1.1.13"],
    ["Exhaust Lambda reading outside specified limits (8.2.1.2 (c))", "8.2.1.2(c)", "8.2.1.2"],
    ["Registration plate insecure (0.1 (a))", "0.1(a)", "0.1"],
    ["Brake fluid contaminated (1.8 (a) (i))", "1.8(a)(i)", "1.8"],
    ["Brake fluid contaminated (1.8)", "1.8", "1.8"],
    [
      "Suspension component mounting prescribed area excessively corroded (5.3.6 (a) (i))",
      "5.3.6(a)(i)",
      "6.1.1",
    ],
    ["Wiper does not clear the windscreen (note: both) (3.4 (b) (ii))  ", "3.4(b)(ii)", "3.4"],
  ])("%s → %s", (text, code, annexItem) => {
    expect(parse(text)).toMatchObject({
      code,
      scheme: "UK_MOT",
      annexItem,
      text,
      textLocale: "EN",
      warnings: [],
    });
  });
});

describe("references of the testing guides before May 2018", () => {
  test.each([
    ["Power steering fluid leak (2.3.3b)", "2.3.3b", "2.1.5"],
    ["Steering has a road wheel fouling (2.2.D.2a)", "2.2.D.2a", "2.1.4"],
    ["Front brake disc slightly pitted (3.5.1h)", "3.5.1h", "1.1.14"],
    ["Rear Brake pad(s) wearing thin (3.5.1g)", "3.5.1g", "1.1.13"],
    ["Nearside Rear brake caliper has restricted free movement (3.5.1k)", "3.5.1k", "1.1.16"],
    ["Parking brake cable has restricted free movement (3.5.1k)", "3.5.1k", "1.1.15"],
    ["Parking brake: efficiency below requirements (3.7.B.7)", "3.7.B.7", "1.4.2"],
    ["Service brake: efficiency below requirements (3.7.B.7)", "3.7.B.7", "1.2.2"],
    ["Nearside Headlamp aim too high (1.8)", "1.8", "4.1.2"],
    ["Exhaust has a major leak of exhaust gases (7.1.2)", "7.1.2", "6.1.2"],
    ["Nearside Rear wheel bearing (2.6.1)", "2.6.1", "5.1.3"],
    ["Electrical wiring insecure (1.9.2.a)", "1.9.2.a", "4.11"],
    ["Towbar locking device insecure (6.6.3.b)", "6.6.3.b", "6.1.6"],
    ["Emits excessive smoke (7.4.A2)", "7.4.A2", "8.2.2.2"],
  ])("%s → %s", (text, code, annexItem) => {
    expect(parse(text, BEFORE)).toMatchObject({ code, scheme: "UK_MOT_LEGACY", annexItem, warnings: [] });
  });

  test("are known by their form after May 2018 too, when the form leaves no doubt", () => {
    expect(parse("Front brake disc slightly pitted (3.5.1h)", AFTER).annexItem).toBe("1.1.14");
  });

  test("mean other things in the guide for motorcycles", () => {
    const text = "Position lamp missing (1.1.1a)";
    expect(parse(text, BEFORE, "MOTORCYCLE").annexItem).toBe("4.2.1");
    expect(parse("Headlamp aim too high (1.6)", BEFORE, "MOTORCYCLE").annexItem).toBe("4.1.2");
    expect(parse("Horn not working (1.6.2a)", BEFORE).annexItem).toBe("7.7");
    expect(
      parse("Rear suspension bearings have excessive free play (2.4A2a(i))", BEFORE, "MOTORCYCLE"),
    ).toMatchObject({ code: "2.4A2a(i)", annexItem: "5.3.4" });
  });
});

describe("records without a reference", () => {
  test.each([
    ["both rear tyres low in tread and perished", "5.2.3"],
    ["Front wipers poor cleaning", "3.4"],
    ["play in steering rack ends", "2.1.3"],
    ["exhaust rubbers in poor condition", "6.1.2"],
    ["Oil leak ", "8.4.1"],
    ["Nearside Fuel Pipe/s corroded  front to rear ()", "6.1.3"],
    ["Gearbox mounting defective ()", "6.1.8"],
    ["spare wheel carrier corroded but secure", "6.1.5"],
    ["parking brake 16% .", "1.4.2"],
    ["engine mil lamp on.", "8.2.1.1"],
    ["slight rust on o/s sill", "6.1.1"],
    ["number plate lamp dim", "4.7.1"],
  ])("%s → %s", (text, annexItem) => {
    expect(parse(text)).toMatchObject({ code: null, scheme: "UNSTRUCTURED", annexItem, text, warnings: [] });
  });

  test("are kept and flagged where their words name nothing we know", () => {
    expect(parse("see notes")).toMatchObject({
      annexItem: null,
      text: "see notes",
      namedPart: null,
      warnings: ["DEFECT_ITEM_UNKNOWN"],
    });
    expect(parseUkDefect({ text: null, type: "ADVISORY" }, null)).toMatchObject({
      text: null,
      textLocale: null,
      position: null,
      annexItem: null,
      warnings: ["DEFECT_ITEM_UNKNOWN"],
    });
  });

  test("do not take a bracketed remark for a reference", () => {
    expect(parse("Tyre perished (all round)")).toMatchObject({
      code: null,
      annexItem: "5.2.3",
      warnings: [],
    });
    expect(parse("Tyre perished )")).toMatchObject({ code: null, annexItem: "5.2.3" });
  });
});

describe("unknown references", () => {
  test("are kept and flagged, and the text may still tell the item", () => {
    expect(parse("Horn not working (17.4 (b))")).toMatchObject({
      code: "17.4(b)",
      scheme: "UK_MOT",
      annexItem: "7.7",
      warnings: ["DEFECT_CODE_UNKNOWN"],
    });
    expect(parse("Horn not working (9.12.Z)", BEFORE)).toMatchObject({
      code: "9.12.Z",
      annexItem: "7.7",
      warnings: ["DEFECT_CODE_UNKNOWN"],
    });
  });

  test("stand on the nearest item above them", () => {
    expect(parse("Suspension defective (5.3.9 (a))")).toMatchObject({
      annexItem: findAnnexItem("5.3.9"),
      warnings: ["DEFECT_CODE_UNKNOWN"],
    });
  });
});

describe("severities", () => {
  test.each([
    ["ADVISORY", "ADVISORY"],
    ["MINOR", "MINOR"],
    ["MAJOR", "MAJOR"],
    ["FAIL", "MAJOR"],
    ["DANGEROUS", "DANGEROUS"],
    ["PRS", "MAJOR"],
    ["USER ENTERED", "ADVISORY"],
    ["NON SPECIFIC", "ADVISORY"],
    ["SYSTEM GENERATED", "ADVISORY"],
  ])("%s → %s", (type, severity) => {
    expect(
      parseUkDefect({ text: "Horn not working (7.7 (a))", type, dangerous: false }, AFTER),
    ).toMatchObject({
      severity,
      rectified: type === "PRS",
      unstructured: type === "USER ENTERED",
      warnings: [],
    });
  });

  test("are DANGEROUS whenever the record says so, whatever its type", () => {
    const record = {
      text: "Track rod end ball joint has excessive play (2.2.B.1f)",
      type: "FAIL",
      dangerous: true,
    };
    expect(parseUkDefect(record, BEFORE).severity).toBe("DANGEROUS");
    expect(parseUkDefect({ ...record, type: "PRS" }, BEFORE)).toMatchObject({
      severity: "DANGEROUS",
      rectified: true,
    });
  });

  test("of a type we do not know are the mildest, and flagged", () => {
    expect(parseUkDefect({ text: "Horn not working (7.7 (a))", type: "OBSERVATION" }, AFTER)).toMatchObject({
      severity: "ADVISORY",
      warnings: ["DEFECT_SEVERITY_UNKNOWN"],
    });
  });
});

describe("parts", () => {
  test.each([
    ["Nearside Front Lower Suspension arm ball joint has slight play (5.3.4 (a) (i))", ["BALL_JOINT"]],
    ["Offside Front Suspension arm pin or bush excessively worn (5.3.4 (a) (i))", ["CONTROL_ARM_BUSH"]],
    ["Front Anti-roll bar linkage ball joint has slight play (5.3.4 (a) (i))", ["ANTI_ROLL_BAR_LINK"]],
    [
      "Front Macpherson strut top bush or bearing has excessive wear (5.3.4 (a) (i))",
      ["SHOCK_ABSORBER_MOUNT"],
    ],
    ["Front Sub-frame corroded but not seriously weakened (5.3.3 (b) (i))", ["SUBFRAME"]],
    [
      "Outer Drive shaft joint constant velocity boot severely deteriorated (6.1.7 (g) (i))",
      ["CV_JOINT_BOOT"],
    ],
    ["Rear Valve stem seriously damaged (5.2.3 (j))", ["TYRE_VALVE"]],
    ["Rear Brake shoe(s) worn (1.1.13 (a) (ii))", ["BRAKE_SHOE_SET"]],
    ["Rear Brake drum worn (1.1.14 (a) (ii))", ["BRAKE_DRUM"]],
    ["Nearside Headlamp lens seriously defective (4.1.1 (b) (ii))", ["HEADLAMP"]],
    ["Nearside Headlamp not working on dipped beam (4.1.1 (a) (ii))", ["HEADLAMP_BULB"]],
    ["Exhaust mounting defective (6.1.2 (a))", ["EXHAUST_MOUNT"]],
  ])("%s → %j", (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });

  test("are not asked for by a note about the inspection itself", () => {
    for (const note of [
      "engine covers and undertrays fitted",
      "Child Seat fitted not allowing full inspection of adult belt ()",
      "Items removed from driver's view prior to test ",
      "Headlamp aim not tested (1.8.A.1c)",
    ]) {
      expect(parse(note)).toMatchObject({ remark: true, text: note });
      expect(partsOf(note)).toEqual([]);
    }
    expect(parse("Undertray insecure (6.2.9 (a))").remark).toBe(false);
    expect(partsOf("Undertray insecure (6.2.9 (a))")).toEqual(["UNDERTRAY"]);
  });

  test("are not asked for where no item is known", () => {
    expect(partsOf("see notes")).toEqual([]);
  });
});
