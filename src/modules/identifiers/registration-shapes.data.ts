import type { CountryCode } from "../vocabulary/index.ts";

/** One series of plates of a country. A plate outside every series is a warning, because special series are many. */
export interface RegistrationShape {
  /** Stable name, such as `FR_SIV`. */
  readonly key: string;
  /** Over the normalised plate. Its capture groups are the printed groups. */
  readonly pattern: RegExp;
  /** Printed between the groups; null where the normalised plate does not tell where the groups divide. */
  readonly separator: " " | "-" | null;
}

/**
 * Which plates look right, newest series first; the first match wins.
 * Sources: FR sivpro.fr and lagazettedescommunes.com (SIV since 2009-04-15; FNI before); NL the fourteen RDW side codes
 * as listed by nummerborden.info; GB the current series since September 2001, the prefix series 1983–2001, the suffix
 * series 1963–1983, Northern Ireland (its county letters hold I or Z) and undated plates. DE, ES, IT, BE and FI
 * follow the widely published formats and are not checked against their decrees: that is why no mismatch refuses a plate.
 */
export const REGISTRATION_SHAPES: Readonly<Record<CountryCode, readonly RegistrationShape[]>> = {
  FR: [
    { key: "FR_SIV", pattern: /^([A-Z]{2})(\d{3})([A-Z]{2})$/, separator: "-" },
    { key: "FR_FNI", pattern: /^(\d{1,4})([A-Z]{1,3})(\d{2}|2[AB]|97\d)$/, separator: " " },
  ],
  GB: [
    { key: "GB_CURRENT", pattern: /^([A-HJ-PR-Z]{2}\d{2})([A-HJ-PR-Z]{3})$/, separator: " " },
    { key: "GB_PREFIX", pattern: /^([A-HJ-Z]\d{1,3})([A-Z]{3})$/, separator: " " },
    { key: "GB_SUFFIX", pattern: /^([A-Z]{3})(\d{1,3}[A-HJ-Z])$/, separator: " " },
    { key: "GB_NORTHERN_IRELAND", pattern: /^((?=[A-Z]*[IZ])[A-Z]{2,3})(\d{1,4})$/, separator: " " },
    { key: "GB_UNDATED", pattern: /^([A-Z]{1,3})(\d{1,4})$/, separator: " " },
    { key: "GB_UNDATED_REVERSED", pattern: /^(\d{1,4})([A-Z]{1,3})$/, separator: " " },
  ],
  NL: [
    { key: "NL_14", pattern: /^(\d{3})([A-Z]{2})(\d)$/, separator: "-" },
    { key: "NL_13", pattern: /^(\d)([A-Z]{2})(\d{3})$/, separator: "-" },
    { key: "NL_12", pattern: /^([A-Z])(\d{2})([A-Z]{3})$/, separator: "-" },
    { key: "NL_11", pattern: /^([A-Z]{3})(\d{2})([A-Z])$/, separator: "-" },
    { key: "NL_10", pattern: /^([A-Z])(\d{3})([A-Z]{2})$/, separator: "-" },
    { key: "NL_9", pattern: /^([A-Z]{2})(\d{3})([A-Z])$/, separator: "-" },
    { key: "NL_8", pattern: /^(\d)([A-Z]{3})(\d{2})$/, separator: "-" },
    { key: "NL_7", pattern: /^(\d{2})([A-Z]{3})(\d)$/, separator: "-" },
    { key: "NL_6", pattern: /^(\d{2})([A-Z]{2})([A-Z]{2})$/, separator: "-" },
    { key: "NL_5", pattern: /^([A-Z]{2})([A-Z]{2})(\d{2})$/, separator: "-" },
    { key: "NL_4", pattern: /^([A-Z]{2})(\d{2})([A-Z]{2})$/, separator: "-" },
    { key: "NL_3", pattern: /^(\d{2})([A-Z]{2})(\d{2})$/, separator: "-" },
    { key: "NL_2", pattern: /^(\d{2})(\d{2})([A-Z]{2})$/, separator: "-" },
    { key: "NL_1", pattern: /^([A-Z]{2})(\d{2})(\d{2})$/, separator: "-" },
  ],
  // District and serial letters run together: BAB12 is B-AB 12 of Berlin and BA-B 12 of Bamberg.
  // Six letters only where an umlaut of the district was spelled out.
  DE: [{ key: "DE", pattern: /^[A-Z]{2,6}\d{1,4}[EH]?$/, separator: null }],
  ES: [
    { key: "ES_CURRENT", pattern: /^(\d{4})([B-DF-HJ-NPR-TV-Z]{3})$/, separator: " " },
    { key: "ES_PROVINCIAL", pattern: /^([A-Z]{1,3})(\d{4})([A-Z]{1,2})$/, separator: "-" },
    { key: "ES_PROVINCIAL_NUMERIC", pattern: /^([A-Z]{1,3})(\d{1,6})$/, separator: "-" },
  ],
  IT: [
    { key: "IT_CURRENT", pattern: /^([A-HJ-NPR-TV-Z]{2})(\d{3})([A-HJ-NPR-TV-Z]{2})$/, separator: " " },
    { key: "IT_MOTORCYCLE", pattern: /^([A-HJ-NPR-TV-Z]{2})(\d{5})$/, separator: " " },
    { key: "IT_PROVINCIAL", pattern: /^([A-Z]{2})([A-Z0-9]\d{5})$/, separator: " " },
  ],
  BE: [
    { key: "BE_CURRENT", pattern: /^(\d)([A-Z]{3})(\d{3})$/, separator: "-" },
    { key: "BE_OLDER", pattern: /^([A-Z]{3})(\d{3})$/, separator: "-" },
    { key: "BE_OLDER_REVERSED", pattern: /^(\d{3})([A-Z]{3})$/, separator: "-" },
  ],
  FI: [{ key: "FI", pattern: /^([A-Z]{2,3})(\d{1,3})$/, separator: "-" }],
};
