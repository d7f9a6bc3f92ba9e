import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { demoRegistration, demoVin, indexOfDemoVin } from "../../../src/modules/demo/index.ts";
import { MAX_VEHICLES } from "../../../src/modules/demo/identifiers.ts";
import { normaliseRegistration, normaliseVin } from "../../../src/modules/identifiers/index.ts";

const index = fc.integer({ min: 0, max: MAX_VEHICLES - 1 });

describe("demoRegistration", () => {
  test("gives four vehicles in five a French plate that the SIV never issues", () => {
    for (const each of [0, 1, 2, 3, 5, 4_999_998]) {
      const plate = demoRegistration(each);
      expect(plate).toMatch(/^U[A-Z]\d{3}[A-Z]{2}$/);
      const read = normaliseRegistration("FR", plate);
      expect(read.ok && read.registration).toBe(plate);
      expect(read.ok && read.warnings).toContain("FORBIDDEN_LETTER");
    }
  });

  test("gives one in five a British plate of the age identifier 01, which never was", () => {
    for (const each of [4, 9, 4999, 9_999_999]) {
      const plate = demoRegistration(each);
      expect(plate).toMatch(/^[A-HJ-NPR-Y]{2}01[A-HJ-NPR-Y]{3}$/);
      expect(normaliseRegistration("GB", plate)).toMatchObject({
        ok: true,
        registration: plate,
        warnings: [],
      });
    }
  });

  test("never gives two vehicles of one country the same plate", () => {
    const plates = new Set(Array.from({ length: 200_000 }, (_, each) => demoRegistration(each)));
    expect(plates.size).toBe(200_000);
    fc.assert(
      fc.property(index, index, (one, other) => {
        fc.pre(one !== other);
        expect(demoRegistration(one)).not.toBe(demoRegistration(other));
      }),
    );
  });
});

describe("demoVin", () => {
  test("is a whole VIN that our own check takes without a warning, and tells its number", () => {
    fc.assert(
      fc.property(index, (each) => {
        const vin = demoVin(each);
        expect(normaliseVin(vin)).toMatchObject({ ok: true, vin, warnings: [] });
        expect(indexOfDemoVin(vin)).toBe(each);
      }),
    );
  });

  test("is not mistaken for a real one", () => {
    expect(indexOfDemoVin("WVWZZZ1JZXW000001")).toBeNull();
  });
});
