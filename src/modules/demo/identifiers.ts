import { countryOf } from "./traits.ts";

/**
 * Plates and VINs that no register issues, so that a synthetic vehicle cannot be taken for a real one:
 * - France: the SIV never uses the letter U; every plate here begins with it. Ours flags it as FORBIDDEN_LETTER.
 * - Great Britain: the series began with age identifier 51 (September 2001) and runs 02, 52, 03 and so on to 2051, so
 *   that 01 never occurs; every plate here has it.
 * - VIN: ISO 3780 gives no region a world manufacturer identifier beginning with 0; these begin with `0DEMFLEET`.
 * Each is made of the vehicle's number alone. Fleets of different seeds share them; vehicles of one fleet never do.
 */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Without I, which the British series does not use, and Q, which it keeps for vehicles of unknown age, and Z. */
const BRITISH_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY";

const FRENCH_PLATES = 26 * 999 * 26 ** 2;
const BRITISH_PLATES = BRITISH_LETTERS.length ** 5;
/** A prime that divides neither number of plates: neighbours in the fleet get plates far apart, each its own. */
const STRIDE = 7_368_787;

/** The most vehicles that have plates of their own: four in five are French, one is British. */
export const MAX_VEHICLES = Math.floor(Math.min((FRENCH_PLATES / 4) * 5, BRITISH_PLATES * 5));

const VIN_PREFIX = "0DEMFLEET";

/** Upper case letters and digits only, as stored. */
export function demoRegistration(index: number): string {
  const { country, number } = countryOf(index);
  if (country === "FR") {
    let rest = (number * STRIDE) % FRENCH_PLATES;
    const take = (end: number) => {
      const taken = rest % end;
      rest = Math.floor(rest / end);
      return taken;
    };
    const digits = String(take(999) + 1).padStart(3, "0");
    return `U${LETTERS[take(26)]}${digits}${LETTERS[take(26)]}${LETTERS[take(26)]}`;
  }
  let rest = (number * STRIDE) % BRITISH_PLATES;
  const letter = () => {
    const taken = BRITISH_LETTERS[rest % BRITISH_LETTERS.length] ?? "";
    rest = Math.floor(rest / BRITISH_LETTERS.length);
    return taken;
  };
  return `${letter()}${letter()}01${letter()}${letter()}${letter()}`;
}

export function demoVin(index: number): string {
  return VIN_PREFIX + String(index).padStart(8, "0");
}

/** The number of the demo vehicle with that VIN; null where it is none of ours. */
export function indexOfDemoVin(vin: string): number | null {
  return vin.startsWith(VIN_PREFIX) ? Number(vin.slice(VIN_PREFIX.length)) : null;
}

/** First and last VIN of the demo fleet, as PostgreSQL orders them. */
export const DEMO_VINS = { first: demoVin(0), last: `${VIN_PREFIX}99999999` } as const;
