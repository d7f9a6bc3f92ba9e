import type { CountryCode, InspectionKind, VehicleCategory } from "../vocabulary/index.ts";
import type { NationalWord, ResultMeaning } from "./national-words.types.ts";

/** What the countries' own result and kind words mean, reviewed row by row. Matching ignores case and accents. */

const UTAC = "UTAC result codes, before and since 20 May 2018";
const HEAVY = ["M2", "M3", "N2", "N3"] as const satisfies VehicleCategory[];
const LAST_DAY_OF_OLD_CODES = "2018-05-19";
const FIRST_DAY_OF_NEW_CODES = "2018-05-20";

type Extra = Partial<Omit<NationalWord<never>, "country" | "words" | "means" | "citation">>;

function word<Meaning>(
  country: CountryCode,
  words: readonly string[],
  means: Meaning,
  citation: string,
  extra: Extra = {},
): NationalWord<Meaning> {
  return {
    country,
    words,
    means,
    isComplementary: false,
    categories: null,
    validFrom: null,
    validTo: null,
    citation,
    ...extra,
  };
}

const BEFORE: Extra = { validTo: LAST_DAY_OF_OLD_CODES };
const SINCE: Extra = { validFrom: FIRST_DAY_OF_NEW_CODES };
const GB = "DVSA MOT history API: testResult, defects[].type";
const DE = "Directive 2014/45/EU grades in the HU report [gtue-burgdorf.de, firmenauto.de]";
const ES = "Real Decreto 920/2017 art. 11 [itevebasa.com, lavozdigital.es]";
const IT = "Codice della strada art. 80, esito [revisione.dekra.it]";
const PLAIN = "plain words of the country's inspection law";
const NL = "RDW, APK goed- of afgekeurd";

export const RESULT_WORDS: readonly NationalWord<ResultMeaning>[] = [
  word("FR", ["a"], "PASS", `${UTAC}: favorable`),
  word("FR", ["ap"], "PASS", `${UTAC}: favorable`, { isComplementary: true }),
  word("FR", ["s"], "FAIL_MAJOR", `${UTAC}: défavorable, with retest`, BEFORE),
  word("FR", ["sp"], "FAIL_MAJOR", `${UTAC}: défavorable, with retest`, { ...BEFORE, isComplementary: true }),
  word("FR", ["r"], "FAIL_DANGEROUS", `${UTAC}: driving ban, heavy vehicles only`, {
    ...BEFORE,
    categories: HEAVY,
  }),
  word("FR", ["x"], "ABORTED", `${UTAC}: report de la visite`, BEFORE),
  word("FR", ["s"], "FAIL_MAJOR", `${UTAC}: défaillances majeures`, SINCE),
  word("FR", ["sp"], "FAIL_MAJOR", `${UTAC}: défaillances majeures`, { ...SINCE, isComplementary: true }),
  word("FR", ["r"], "FAIL_DANGEROUS", `${UTAC}: défaillances critiques`, SINCE),
  word("FR", ["rp"], "FAIL_DANGEROUS", `${UTAC}: défaillances critiques`, {
    ...SINCE,
    isComplementary: true,
  }),

  word("GB", ["passed", "pass", "p"], "PASS", GB),
  word("GB", ["failed", "fail", "f"], "FAIL", GB),
  word(
    "GB",
    ["prs", "pass after rectification", "pass with rectification at station"],
    "PASS_AFTER_RECTIFICATION",
    GB,
  ),
  word(
    "GB",
    ["aborted", "abandoned", "aba", "abr"],
    "ABORTED",
    "DVSA MOT testing data: test_result ABA, ABR",
  ),

  word("NL", ["goedgekeurd"], "PASS", NL),
  word("NL", ["afgekeurd"], "FAIL", NL),

  word("DE", ["ohne mangel", "ohne erkennbare mangel", "ohne festgestellte mangel"], "PASS", DE),
  word("DE", ["hinweise", "hw"], "PASS", `${DE}: Hinweise are no Mängel`),
  word("DE", ["geringe mangel", "gm"], "PASS_WITH_MINOR", DE),
  word("DE", ["erhebliche mangel", "em"], "FAIL_MAJOR", DE),
  word("DE", ["gefahrliche mangel"], "FAIL_DANGEROUS", `${DE}: a grade since 20 May 2018`, SINCE),
  word("DE", ["verkehrsunsicher"], "FAIL_DANGEROUS", DE),

  word("ES", ["favorable"], "PASS", ES),
  word("ES", ["favorable con defectos leves"], "PASS_WITH_MINOR", ES),
  word("ES", ["desfavorable"], "FAIL_MAJOR", ES),
  word("ES", ["negativa", "negativo"], "FAIL_DANGEROUS", ES),

  word("IT", ["regolare"], "PASS", IT),
  word("IT", ["ripetere"], "FAIL_MAJOR", IT),
  word(
    "IT",
    ["sospeso", "sospeso dalla circolazione", "ripetere - sospeso dalla circolazione"],
    "FAIL_DANGEROUS",
    IT,
  ),
];

const KINDS = "UTAC kind codes";

export const KIND_WORDS: readonly NationalWord<InspectionKind>[] = [
  word("FR", ["vtp", "visite technique periodique", "controle technique periodique"], "PERIODIC", KINDS),
  word(
    "FR",
    ["vtc", "visite technique complementaire (pollution)", "controle technique complementaire (pollution)"],
    "COMPLEMENTARY",
    KINDS,
  ),
  word("FR", ["cv", "contre-visite"], "RETEST", KINDS),
  word("FR", ["cvc", "contre-visite complementaire"], "COMPLEMENTARY_RETEST", KINDS),
  word("DE", ["hu", "hauptuntersuchung"], "PERIODIC", PLAIN),
  word("DE", ["nachuntersuchung", "nachprufung"], "RETEST", PLAIN),
  word("NL", ["apk", "algemene periodieke keuring"], "PERIODIC", PLAIN),
  word("NL", ["herkeuring"], "RETEST", PLAIN),
  word("ES", ["periodica", "inspeccion periodica"], "PERIODIC", PLAIN),
  word("ES", ["segunda inspeccion"], "RETEST", PLAIN),
  word("ES", ["voluntaria", "inspeccion voluntaria"], "VOLUNTARY", PLAIN),
  word("IT", ["revisione", "revisione periodica"], "PERIODIC", PLAIN),
];
