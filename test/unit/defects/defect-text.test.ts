import { describe, expect, test } from "vitest";
import {
  defectText,
  parseFrDefect,
  parseRdwDefect,
  parseUkDefect,
} from "../../../src/modules/defects/index.ts";
import { LOCALES } from "../../../src/modules/vocabulary/index.ts";

const british = parseUkDefect(
  { text: "Front Brake pad(s) wearing thin (1.1.13 (a) (ii))", type: "ADVISORY" },
  null,
);
const french = parseFrDefect({ code: "1.1.13.a.2", text: "Usure excessive (marque minimale atteinte)" });

describe("defectText", () => {
  test("is the record's own text for readers of its language", () => {
    expect(defectText(british, "EN")).toBe("Front Brake pad(s) wearing thin (1.1.13 (a) (ii))");
    expect(defectText(french, "FR")).toBe("Usure excessive (marque minimale atteinte)");
  });

  test("is the item's title for everybody else", () => {
    expect(defectText(british, "DE")).toBe("Bremsbeläge und Bremsklötze");
    expect(defectText(british, "FR")).toBe("Garnitures ou plaquettes de frein");
    expect(defectText(french, "EN")).toBe("Brake linings and pads");
    expect(defectText(parseRdwDefect("I21", null), "EN")).toBe("Brake linings and pads");
  });

  test("is never missing where there is an item or a text", () => {
    for (const locale of LOCALES) {
      expect(defectText(british, locale)?.length).toBeGreaterThan(5);
      expect(defectText(parseUkDefect({ text: "see notes", type: "ADVISORY" }, null), locale)).toBe(
        "see notes",
      );
      expect(defectText(parseRdwDefect("X99", null), locale)).toBeNull();
    }
  });
});
