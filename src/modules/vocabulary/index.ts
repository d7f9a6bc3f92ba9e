/**
 * The words of the field, each spelt once. Every other module, table and GraphQL enum takes its values from here,
 * so a source's own vocabulary is translated where it is parsed and nowhere later.
 * Lists are append-only: stored rows and partners' programs hold their values.
 */

/** ISO 3166-1 alpha-2 codes of the countries whose inspections we read. Northern Ireland is an area of GB. */
export const COUNTRY_CODES = ["FR", "GB", "NL", "DE", "ES", "IT", "BE", "FI"] as const;
export type CountryCode = (typeof COUNTRY_CODES)[number];

/** EU vehicle categories (Regulation 2018/858 and 168/2013). O trailers, T tractors. */
export const VEHICLE_CATEGORIES = [
  "M1",
  "M2",
  "M3",
  "N1",
  "N2",
  "N3",
  "L1E",
  "L2E",
  "L3E",
  "L4E",
  "L5E",
  "L6E",
  "L7E",
  "O",
  "T",
  "UNKNOWN",
] as const;
export type VehicleCategory = (typeof VEHICLE_CATEGORIES)[number];

/** What a vehicle is used for, as far as it changes when it must be inspected. */
export const VEHICLE_USAGES = [
  "PRIVATE",
  "TAXI",
  "PRIVATE_HIRE",
  "RENTAL",
  "DRIVING_SCHOOL",
  "AMBULANCE",
  "PAID_TRANSPORT",
  "CAMPER",
  "COLLECTION",
  "UNKNOWN",
] as const;
export type VehicleUsage = (typeof VEHICLE_USAGES)[number];

export const FUEL_TYPES = [
  "PETROL",
  "DIESEL",
  "HYBRID",
  "PLUG_IN_HYBRID",
  "ELECTRIC",
  "LPG",
  "CNG",
  "HYDROGEN",
  "OTHER",
  "UNKNOWN",
] as const;
export type FuelType = (typeof FUEL_TYPES)[number];

/** How much of a date is known. A MONTH or YEAR date is stored as its first day and never shown as a day. */
export const DATE_PRECISIONS = ["DAY", "MONTH", "YEAR"] as const;
export type DatePrecision = (typeof DATE_PRECISIONS)[number];

export const INSPECTION_KINDS = [
  "PERIODIC",
  "RETEST",
  "COMPLEMENTARY",
  "COMPLEMENTARY_RETEST",
  "VOLUNTARY",
] as const;
export type InspectionKind = (typeof INSPECTION_KINDS)[number];

export const INSPECTION_RESULTS = [
  "PASS",
  "PASS_WITH_MINOR",
  "PASS_AFTER_RECTIFICATION",
  "FAIL_MAJOR",
  "FAIL_DANGEROUS",
  "ABORTED",
] as const;
export type InspectionResult = (typeof INSPECTION_RESULTS)[number];

/** Directive 2014/45/EU severities, and advisories below them. Ascending. */
export const DEFECT_SEVERITIES = ["ADVISORY", "MINOR", "MAJOR", "DANGEROUS"] as const;
export type DefectSeverity = (typeof DEFECT_SEVERITIES)[number];

/** Whose list a defect's code belongs to. UK_MOT is the manual since 2018-05-20, UK_MOT_LEGACY the one before. */
export const DEFECT_SCHEMES = [
  "EU_ANNEX_I",
  "FR_CT",
  "UK_MOT",
  "UK_MOT_LEGACY",
  "NL_RDW",
  "FI_TRAFICOM",
  "UNSTRUCTURED",
] as const;
export type DefectScheme = (typeof DEFECT_SCHEMES)[number];

export const AXLES = ["FRONT", "REAR", "CENTRE"] as const;
export type Axle = (typeof AXLES)[number];

/** Seen from the driver's seat. UK nearside is LEFT, offside RIGHT. */
export const SIDES = ["LEFT", "RIGHT", "CENTRE", "BOTH"] as const;
export type Side = (typeof SIDES)[number];

/** Where on its axle and side: an inner tyre, an upper ball joint. */
export const SPOTS = ["INNER", "OUTER", "UPPER", "LOWER"] as const;
export type Spot = (typeof SPOTS)[number];

export const ODOMETER_UNITS = ["KM", "MI"] as const;
export type OdometerUnit = (typeof ODOMETER_UNITS)[number];

export const ODOMETER_VERDICTS = ["LOGICAL", "ILLOGICAL", "NO_JUDGEMENT"] as const;
export type OdometerVerdict = (typeof ODOMETER_VERDICTS)[number];

/** Why a verdict is not LOGICAL, or what was repaired on the way to it. */
export const ODOMETER_REASONS = [
  "TOO_FEW_READINGS",
  "DECREASE",
  "RATE_TOO_HIGH",
  "DIGIT_TYPO",
  "UNIT_SWITCH",
  "ROLLOVER",
  "CLOCK_REPLACED",
  "IMPORT_GAP",
] as const;
export type OdometerReason = (typeof ODOMETER_REASONS)[number];

/** Where a row comes from. SYNTHETIC rows are made by our generator and describe nobody. */
export const DATA_SOURCES = [
  "DVSA",
  "DVA_NI",
  "RDW",
  "UTAC",
  "FR_OPEN_DATA",
  "PARTNER",
  "SYNTHETIC",
] as const;
export type DataSource = (typeof DATA_SOURCES)[number];

export const GARAGE_KINDS = ["INSPECTION", "REPAIR", "DEALER", "TYRES", "BODYWORK", "GLASS"] as const;
export type GarageKind = (typeof GARAGE_KINDS)[number];

export const AREA_LEVELS = ["COUNTRY", "REGION", "DEPARTMENT"] as const;
export type AreaLevel = (typeof AREA_LEVELS)[number];

export const LOCALES = ["EN", "FR", "DE", "ES", "IT", "NL"] as const;
export type Locale = (typeof LOCALES)[number];

export const PART_FAMILIES = [
  "BRAKING",
  "STEERING",
  "SUSPENSION",
  "TYRES_WHEELS",
  "LIGHTING",
  "VISIBILITY",
  "EXHAUST_EMISSIONS",
  "BODY",
  "SAFETY",
  "ELECTRICAL",
  "POWERTRAIN",
  "SERVICE",
] as const;
export type PartFamily = (typeof PART_FAMILIES)[number];

/**
 * What personal data may be used for. A contract names the purposes that a partner has agreed to, and each consent or
 * other lawful basis is for one of them.
 */
export const PURPOSES = [
  /** Doing what the driver asked for: a repair, a test, a quotation, a booking. */
  "SERVICE",
  /** Telling a driver that a test falls due or that a safety defect was found, without an offer. */
  "SAFETY_NOTICE",
  /** Making an offer that the driver did not ask for. */
  "MARKETING",
  /** Checking readings and identities, for instance a wound-back odometer before a sale. */
  "FRAUD_PREVENTION",
  /** Statistics and models; no single driver is contacted or decided about. */
  "RESEARCH",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Why personal data may be used: GDPR article 6(1), and the Data Act's access at the user's request. */
export const LAWFUL_BASES = [
  "CONSENT",
  "CONTRACT",
  "LEGAL_OBLIGATION",
  "LEGITIMATE_INTEREST",
  "DATA_ACT_USER_REQUEST",
] as const;
export type LawfulBasis = (typeof LAWFUL_BASES)[number];

/** Ways to reach a driver. APP is a message inside a program that the driver uses. */
export const CONTACT_CHANNELS = ["EMAIL", "PHONE", "SMS", "POST", "APP"] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** What is done with a part. CHECK and ADJUST need no part. */
export const REPAIR_OPERATIONS = ["REPLACE", "REPAIR", "ADJUST", "CLEAN", "CHECK"] as const;
export type RepairOperation = (typeof REPAIR_OPERATIONS)[number];

/** What a vehicle is about to need, and how that is known. */
export const SIGNAL_KINDS = [
  "INSPECTION_DUE",
  "RETEST_DUE",
  "REPAIR_REQUIRED",
  "WEAR_REPORTED",
  "FAILURE_PREDICTED",
  "QUOTE_REQUESTED",
  "BOOKING_REQUESTED",
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** DECLARED by the driver, OBSERVED in records and law, PREDICTED by a model. */
export const SIGNAL_ORIGINS = ["DECLARED", "OBSERVED", "PREDICTED"] as const;
export type SignalOrigin = (typeof SIGNAL_ORIGINS)[number];

/** OPEN and CLAIMED can be acted on; the others are over. */
export const SIGNAL_STATUSES = ["OPEN", "CLAIMED", "FULFILLED", "DISMISSED", "EXPIRED", "WITHDRAWN"] as const;
export type SignalStatus = (typeof SIGNAL_STATUSES)[number];

/** Why a signal's status changed. */
export const SIGNAL_CHANGES = [
  "INSPECTED",
  "RETEST_PASSED",
  "ITEM_PASSED",
  "TIME_OVER",
  "BASIS_VANISHED",
  "SUPERSEDED",
  "BASIS_RETURNED",
  "CLAIMED",
  "RELEASED",
  "OUTCOME_REPORTED",
  "REPAIRED",
  "CLAIM_EXPIRED",
] as const;
export type SignalChange = (typeof SIGNAL_CHANGES)[number];

export * from "./work-words.ts";

/** What a signal rests on. */
export const EVIDENCE_KINDS = [
  "DEFECT",
  "ODOMETER_PAIR",
  "RULE",
  "COHORT",
  "DECLARATION",
  "RECALL",
  "REPAIR",
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What the log of events tells of. The wire's name is the same word with dots: see `wireType`. Append only. */
export const EVENT_TYPES = [
  "SIGNAL_CREATED",
  "SIGNAL_UPDATED",
  "SIGNAL_CLAIMED",
  "SIGNAL_FULFILLED",
  "SIGNAL_EXPIRED",
  "INSPECTION_RECORDED",
  "VEHICLE_UPDATED",
  "VEHICLE_ERASED",
  "CONSENT_WITHDRAWN",
  "EXPORT_COMPLETED",
  "DEMAND_SURGE",
  "WEBHOOK_PAUSED",
  "WEBHOOK_TEST",
  "CLIENT_SECRET_EXPIRING",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What an event is about. */
export const EVENT_SUBJECTS = [
  "SIGNAL",
  "INSPECTION",
  "VEHICLE",
  "CONSENT",
  "EXPORT",
  "DEMAND",
  "WEBHOOK_ENDPOINT",
  "CLIENT_SECRET",
] as const;
export type EventSubjectType = (typeof EVENT_SUBJECTS)[number];

/** Whether a webhook endpoint is called. */
export const WEBHOOK_STATUSES = ["ACTIVE", "PAUSED"] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

/** Why a webhook endpoint is not called. */
export const WEBHOOK_PAUSE_REASONS = ["BY_PARTNER", "GONE", "FAILING", "CLIENT_ENDED"] as const;
export type WebhookPauseReason = (typeof WEBHOOK_PAUSE_REASONS)[number];

/** How deliveries are signed (Standard Webhooks: v1 and v1a). */
export const WEBHOOK_SIGNATURES = ["HMAC", "ED25519"] as const;
export type WebhookSignature = (typeof WEBHOOK_SIGNATURES)[number];

/** Where the delivery of one event to one endpoint stands. */
export const DELIVERY_STATUSES = ["PENDING", "DELIVERED", "FAILED", "CANCELLED"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What came of one attempt to deliver. */
export const ATTEMPT_OUTCOMES = [
  "ACKNOWLEDGED",
  "REFUSED",
  "REDIRECTED",
  "TIMED_OUT",
  "UNREACHABLE",
  "FORBIDDEN_ADDRESS",
  "INVALID_ANSWER",
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
