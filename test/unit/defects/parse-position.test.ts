import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePosition, positionOf, POSITION_SPOTS } from "../../../src/modules/defects/index.ts";
import { AXLES, LOCALES, SIDES, type Locale } from "../../../src/modules/vocabulary/index.ts";

const TEXTS: readonly [Locale, string, string][] = [
  ["EN", "Nearside Front Tyre worn close to the legal limit (4.1.E.1)", "FRONT LEFT"],
  ["EN", "Offside Rear Coil spring fractured or broken (5.3.1 (b) (i))", "REAR RIGHT"],
  ["EN", "Offside Front Inner Tyre has ply or cords exposed (5.2.3 (d) (ii))", "FRONT RIGHT INNER"],
  [
    "EN",
    "Nearside Front Lower Suspension arm pin or bush excessively worn front bush (5.3.4 (a) (i))",
    "FRONT LEFT LOWER",
  ],
  ["EN", "Front Suspension arm pin or bush worn both rear bushes (5.3.4 (a) (i))", "FRONT BOTH"],
  ["EN", "Front Tyre worn close to legal limit/worn on edge Nearside and offside. (5.2.3 (e))", "FRONT BOTH"],
  ["EN", "Rear Tyre slightly damaged/cracking or perishing n/s + o/s (5.2.3 (d) (ii))", "REAR BOTH"],
  ["EN", "Rear Outer Brake disc worn Both sides (1.1.14 (a) (ii))", "REAR BOTH OUTER"],
  ["EN", "Brake disc worn, pitted or scored, but not seriously weakened front (1.1.14 (a) (ii))", "FRONT"],
  ["EN", "Nearside Front Headlamp aim too high and too far to the right. (4.1.2 (a))", "FRONT LEFT"],
  ["EN", "Offside Obligatory mirror seriously damaged, affecting the rear view (8.1.2a)", "RIGHT"],
  ["EN", "Rear Parking brake efficiency only just met. both pass and advice (1.4.2 (a) (i))", "REAR"],
  ["EN", "Rear Rear fog lamp not working (4.5.1 (a) (ii))", "REAR"],
  ["EN", "Central Rear Exhaust mounting defective (6.1.2 (a))", "REAR CENTRE"],
  ["EN", "Nearside Fuel Pipe/s corroded  front to rear ()", "LEFT"],
  ["EN", "n/s/f tyre split on inner wall", "FRONT LEFT"],
  ["EN", "OSR tyre perished", "REAR RIGHT"],
  ["EN", "both front brake hoses cracked on outer casings", "FRONT BOTH"],
  ["EN", "Brake imbalance axle 2", "#2"],
  ["EN", "2nd axle nearside tyre cut", "LEFT #2"],
  ["EN", "Oil leak", ""],
  ["EN", "Frontal collision damage", ""],
  ["FR", "5.2.3.e.1 PNEUMATIQUES : usure anormale AVD", "FRONT RIGHT"],
  ["FR", "Pneumatiques : usure anormale AVG, AVD", "FRONT BOTH"],
  ["FR", "Disque de frein arrière gauche rayé", "REAR LEFT"],
  ["FR", "Feu de position avant droit", "FRONT RIGHT"],
  ["FR", "Amortisseurs AR", "REAR"],
  ["FR", "Pneu intérieur essieu 3 gauche", "LEFT INNER #3"],
  ["FR", "5.2.3.d.2 L'indicateur d'usure est atteint G", "LEFT"],
  ["FR", "5.2.3.d.2. Limite d’usure, [ARD]", "REAR RIGHT"],
  ["FR", "Garantie expirée", ""],
  ["FR", "Épaisseur inférieure à la limite, arrière à gauche", "REAR LEFT"],
  ["NL", "Band linksvoor beschadigd", "FRONT LEFT"],
  ["NL", "Schokdemper achter rechts lekt", "REAR RIGHT"],
  ["NL", "Inrichting voor aanpassing dimlicht links voor", "FRONT LEFT"],
  ["NL", "Inrichting voor aanpassing dimlicht", ""],
  ["NL", "Remschijven beide zijden as 2", "BOTH #2"],
  ["DE", "Reifen vorne links abgefahren", "FRONT LEFT"],
  ["ES", "Neumático trasero derecho", "REAR RIGHT"],
  ["IT", "Pneumatico anteriore sinistro", "FRONT LEFT"],
];

describe("parsePosition", () => {
  test.each(TEXTS)("%s: %s → %s", (locale, text, expected) => {
    const position = parsePosition(text, locale);
    const words = [
      position?.axle,
      position?.side,
      position?.spot,
      position?.axleNumber && `#${position.axleNumber}`,
    ];
    expect(words.filter((word) => word != null).join(" ")).toBe(expected);
  });

  test("is null for a text that names no place", () => {
    expect(parsePosition("Horn not working", "EN")).toBeNull();
    expect(parsePosition("", "FR")).toBeNull();
  });

  test("reads any text in any language without failing, and one text always alike", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom(...LOCALES), (text, locale) => {
        expect(parsePosition(text, locale)).toBe(parsePosition(text, locale));
      }),
    );
  });

  test("finds what British records put first, in whichever order", () => {
    const lead = fc.tuple(
      fc.constantFrom(["Nearside", "LEFT"] as const, ["Offside", "RIGHT"] as const),
      fc.constantFrom(["Front", "FRONT"] as const, ["Rear", "REAR"] as const),
      fc.constantFrom(["Inner", "INNER"] as const, ["Upper", "UPPER"] as const),
      fc.boolean(),
    );
    fc.assert(
      fc.property(lead, ([side, axle, spot, axleFirst]) => {
        const words = axleFirst ? [axle[0], side[0], spot[0]] : [side[0], axle[0], spot[0]];
        const position = parsePosition(`${words.join(" ")} Suspension arm ball joint has slight play`, "EN");
        expect([position?.axle, position?.side, position?.spot]).toEqual([axle[1], side[1], spot[1]]);
      }),
    );
  });
});

describe("positionOf", () => {
  test("has one object for each place, and none for an unknown one", () => {
    const seen = new Map<unknown, string>();
    for (const axle of [...AXLES, null]) {
      for (const side of [...SIDES, null]) {
        for (const spot of [...POSITION_SPOTS, null]) {
          const position = positionOf(axle, side, spot);
          const name = String([axle, side, spot]);
          expect(seen.get(position) ?? name).toBe(name);
          seen.set(position, name);
          expect(positionOf(axle, side, spot)).toBe(position);
        }
      }
    }
    expect(seen.get(null)).toBe(String([null, null, null]));
  });

  test("takes an axle's number from 1 to 9 only", () => {
    expect(positionOf(null, null, null, 9)?.axleNumber).toBe(9);
    expect(positionOf(null, null, null, 0)).toBeNull();
    expect(positionOf(null, null, null, 10)).toBeNull();
  });
});
