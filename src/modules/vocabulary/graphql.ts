import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import * as words from "./index.ts";

/** The vocabulary as GraphQL enums, with a sentence for every word. */

export const CountryCode = describeEnum(
  words.COUNTRY_CODES,
  "CountryCode",
  "ISO 3166-1 alpha-2 code of the country where a vehicle is registered or an inspection took place.",
  {
    FR: "France with its overseas departments.",
    GB: "United Kingdom; Northern Ireland is an area of it.",
    NL: "Netherlands.",
    DE: "Germany.",
    ES: "Spain.",
    IT: "Italy.",
    BE: "Belgium, whose three regions have rules of their own.",
    FI: "Finland.",
  },
);

export const VehicleCategory = describeEnum(
  words.VEHICLE_CATEGORIES,
  "VehicleCategory",
  "EU vehicle category (Regulations 2018/858 and 168/2013): it decides how often the law wants an inspection.",
  {
    M1: "Passenger car, at most eight seats besides the driver's.",
    M2: "Bus up to 5 t.",
    M3: "Bus over 5 t.",
    N1: "Van or light lorry up to 3.5 t.",
    N2: "Lorry from 3.5 t to 12 t.",
    N3: "Lorry over 12 t.",
    L1E: "Moped with two wheels.",
    L2E: "Moped with three wheels.",
    L3E: "Motorcycle.",
    L4E: "Motorcycle with a sidecar.",
    L5E: "Powered tricycle.",
    L6E: "Light quadricycle.",
    L7E: "Heavy quadricycle.",
    O: "Trailer.",
    T: "Tractor.",
    UNKNOWN: "The source does not say.",
  },
);

export const VehicleUsage = describeEnum(
  words.VEHICLE_USAGES,
  "VehicleUsage",
  "What a vehicle is used for, as far as it changes when it must be inspected.",
  {
    PRIVATE: "Private or ordinary company use.",
    TAXI: "Taxi, hailed or booked.",
    PRIVATE_HIRE: "Hire car with driver (VTC, private hire).",
    RENTAL: "Rented out without a driver.",
    DRIVING_SCHOOL: "Driving lessons.",
    AMBULANCE: "Ambulance or other medical transport.",
    PAID_TRANSPORT: "Goods or people carried for payment.",
    CAMPER: "Motor caravan.",
    COLLECTION: "Registered as a historic or collector's vehicle.",
    UNKNOWN: "The source does not say.",
  },
);

export const FuelType = describeEnum(words.FUEL_TYPES, "FuelType", "What propels a vehicle.", {
  PETROL: "Petrol, also with a share of ethanol.",
  DIESEL: "Diesel, also with a share of biodiesel.",
  HYBRID: "Combustion engine helped by an electric one that is not charged from outside.",
  PLUG_IN_HYBRID: "Hybrid that can be charged from outside.",
  ELECTRIC: "Battery alone.",
  LPG: "Liquefied petroleum gas, alone or beside petrol.",
  CNG: "Compressed natural gas, alone or beside petrol.",
  HYDROGEN: "Hydrogen, burnt or in a fuel cell.",
  OTHER: "A fuel not in this list.",
  UNKNOWN: "The source does not say.",
});

export const DatePrecision = describeEnum(
  words.DATE_PRECISIONS,
  "DatePrecision",
  "How much of a date is known.",
  {
    DAY: "The day itself.",
    MONTH: "The month; the date shown is its first day.",
    YEAR: "The year; the date shown is its first day.",
  },
);

export const InspectionKind = describeEnum(
  words.INSPECTION_KINDS,
  "InspectionKind",
  "Why an inspection took place.",
  {
    PERIODIC: "The inspection that the law wants at intervals.",
    RETEST: "After a failed inspection, of what failed.",
    COMPLEMENTARY: "Between two periodic ones, for example the French emissions test of vans.",
    COMPLEMENTARY_RETEST: "After a failed complementary inspection.",
    VOLUNTARY: "At the owner's wish; it moves no due date.",
  },
);

export const InspectionResult = describeEnum(
  words.INSPECTION_RESULTS,
  "InspectionResult",
  "Outcome of an inspection in one scale for all countries; `nationalResult` holds the source's own word.",
  {
    PASS: "Passed with nothing noted, or with advisories.",
    PASS_WITH_MINOR: "Passed with minor defects.",
    PASS_AFTER_RECTIFICATION: "Failed and put right on the spot within the hour (UK PRS).",
    FAIL_MAJOR: "Failed for major defects.",
    FAIL_DANGEROUS: "Failed for dangerous or critical defects.",
    ABORTED: "Not completed or postponed.",
  },
);

export const DefectSeverity = describeEnum(
  words.DEFECT_SEVERITIES,
  "DefectSeverity",
  "How bad a defect is (Directive 2014/45/EU), and advisories below that.",
  {
    ADVISORY: "Noted for the future; not a defect in law.",
    MINOR: "No significant effect on safety; does not fail the vehicle.",
    MAJOR: "May prejudice safety; fails the vehicle.",
    DANGEROUS: "Direct and immediate risk; fails the vehicle and may ban driving.",
  },
);

export const DefectScheme = describeEnum(
  words.DEFECT_SCHEMES,
  "DefectScheme",
  "Whose list a defect's code belongs to.",
  {
    EU_ANNEX_I: "Directive 2014/45/EU, Annex I.",
    FR_CT: "French list of défaillances since 2018-05-20, for example `1.1.13.a.3`.",
    UK_MOT: "British inspection manuals since 2018-05-20, for example `5.2.3(e)`.",
    UK_MOT_LEGACY: "British inspection manuals before 2018-05-20, for example `3.5.1h`.",
    NL_RDW: "Dutch RDW defect identifiers, for example `H04`.",
    FI_TRAFICOM: "Finnish inspection items.",
    UNSTRUCTURED: "Free text without a code.",
  },
);

export const Axle = describeEnum(words.AXLES, "Axle", "Along the vehicle.", {
  FRONT: "Front axle.",
  REAR: "Rear axle.",
  CENTRE: "Between the axles, or a middle axle.",
});

export const Side = describeEnum(words.SIDES, "Side", "Across the vehicle, seen from the driver's seat.", {
  LEFT: "Left; a British nearside.",
  RIGHT: "Right; a British offside.",
  CENTRE: "In the middle.",
  BOTH: "Left and right.",
});

export const Spot = describeEnum(words.SPOTS, "Spot", "Where on its axle and side.", {
  INNER: "Nearer to the middle of the vehicle, for example the inner of twin tyres.",
  OUTER: "Farther from the middle of the vehicle.",
  UPPER: "The upper of two, for example an upper ball joint.",
  LOWER: "The lower of two.",
});

export const OdometerUnit = describeEnum(
  words.ODOMETER_UNITS,
  "OdometerUnit",
  "Unit of a reading as it was taken.",
  {
    KM: "Kilometres.",
    MI: "Statute miles, 1.609344 km.",
  },
);

export const OdometerVerdict = describeEnum(
  words.ODOMETER_VERDICTS,
  "OdometerVerdict",
  "Whether a vehicle's readings fit together. ILLOGICAL says that they do not, never who is to blame.",
  {
    LOGICAL: "They fit, or fit once an evident typing error is repaired.",
    ILLOGICAL: "They do not fit and no single error explains it.",
    NO_JUDGEMENT: "Too few readings, or a known break such as a replaced instrument.",
  },
);

export const OdometerReason = describeEnum(
  words.ODOMETER_REASONS,
  "OdometerReason",
  "What was found in the readings.",
  {
    TOO_FEW_READINGS: "Fewer than two usable readings.",
    DECREASE: "A later reading is lower, by more than rounding explains.",
    RATE_TOO_HIGH: "More distance than anybody drives in that time.",
    DIGIT_TYPO: "One reading has a wrong, missing or additional digit.",
    UNIT_SWITCH: "One reading is in miles where kilometres were written, or the other way round.",
    ROLLOVER: "The counter passed its last digit and began again.",
    CLOCK_REPLACED: "The instrument was replaced and began again near zero.",
    IMPORT_GAP: "Years without readings around a change of country.",
  },
);

export const DataSource = describeEnum(words.DATA_SOURCES, "DataSource", "Where a row comes from.", {
  DVSA: "British Driver and Vehicle Standards Agency, Open Government Licence v3.0.",
  DVA_NI: "Driver & Vehicle Agency of Northern Ireland, through DVSA.",
  RDW: "Dutch vehicle authority RDW, open data (CC0).",
  UTAC: "French inspection records in UTAC's form.",
  FR_OPEN_DATA: "French open data on inspection centres.",
  PARTNER: "Written by a partner.",
  SYNTHETIC: "Made by our generator for demos and tests: it describes no vehicle and nobody.",
});

export const GarageKind = describeEnum(words.GARAGE_KINDS, "GarageKind", "What a garage does.", {
  INSPECTION: "Carries out statutory inspections.",
  REPAIR: "Repairs and maintains vehicles.",
  DEALER: "Sells vehicles of one or more makes.",
  TYRES: "Specialises in tyres.",
  BODYWORK: "Specialises in bodywork.",
  GLASS: "Specialises in glass.",
});

export const AreaLevel = describeEnum(words.AREA_LEVELS, "AreaLevel", "How wide an area is.", {
  COUNTRY: "A whole state, by its ISO 3166-1 code.",
  REGION: "A French or Belgian region, a nation of the United Kingdom.",
  DEPARTMENT: "A French department, a British postcode area.",
});

export const Locale = describeEnum(words.LOCALES, "Locale", "Language of a text.", {
  EN: "English.",
  FR: "French.",
  DE: "German.",
  ES: "Spanish.",
  IT: "Italian.",
  NL: "Dutch.",
});

export const PartFamily = describeEnum(words.PART_FAMILIES, "PartFamily", "Group of part categories.", {
  BRAKING: "Brakes and what actuates them.",
  STEERING: "Steering gear, rods and joints.",
  SUSPENSION: "Springs, dampers, arms and bearings.",
  TYRES_WHEELS: "Tyres and wheels.",
  LIGHTING: "Lamps, bulbs and their aim.",
  VISIBILITY: "Glass, wipers and mirrors.",
  EXHAUST_EMISSIONS: "Exhaust and emission control.",
  BODY: "Body, chassis and attachments.",
  SAFETY: "Belts, airbags and other restraint.",
  ELECTRICAL: "Battery, wiring and electronics.",
  POWERTRAIN: "Engine, transmission and fuel system.",
  SERVICE: "Fluids, filters and service items.",
});

export const Purpose = describeEnum(words.PURPOSES, "Purpose", "What personal data may be used for.", {
  SERVICE: "Doing what the driver asked for: a repair, a test, a quotation, a booking.",
  SAFETY_NOTICE:
    "Telling a driver that a test falls due or that a safety defect was found, without an offer.",
  MARKETING: "Making an offer that the driver did not ask for.",
  FRAUD_PREVENTION: "Checking readings and identities, for instance before a sale.",
  RESEARCH: "Statistics and models; no single driver is contacted or decided about.",
});

export const LawfulBasis = describeEnum(
  words.LAWFUL_BASES,
  "LawfulBasis",
  "Why personal data may be used: GDPR article 6(1), and the Data Act.",
  {
    CONSENT: "The driver agreed (GDPR article 6(1)(a)).",
    CONTRACT: "It is needed for a contract with the driver (6(1)(b)).",
    LEGAL_OBLIGATION: "The law demands it (6(1)(c)).",
    LEGITIMATE_INTEREST: "An interest that the driver's does not outweigh (6(1)(f)); the driver may object.",
    DATA_ACT_USER_REQUEST:
      "The user of the vehicle asked for the data to be shared (Regulation 2023/2854, article 5).",
  },
);

export const ContactChannel = describeEnum(
  words.CONTACT_CHANNELS,
  "ContactChannel",
  "A way to reach a driver.",
  {
    EMAIL: "Electronic mail.",
    PHONE: "A telephone call.",
    SMS: "A text message to a telephone.",
    POST: "A letter.",
    APP: "A message inside a program that the driver uses.",
  },
);

export const RepairOperation = describeEnum(
  words.REPAIR_OPERATIONS,
  "RepairOperation",
  "What is done with a part.",
  {
    REPLACE: "A new one is fitted.",
    REPAIR: "It is repaired, or replaced where that is cheaper.",
    ADJUST: "It is set right; no new part.",
    CLEAN: "It is cleaned; no new part.",
    CHECK: "It is examined first; what follows is not known yet.",
  },
);

export const SignalKind = describeEnum(
  words.SIGNAL_KINDS,
  "SignalKind",
  "What a vehicle is about to need, and how that is known.",
  {
    INSPECTION_DUE: "The law wants an inspection.",
    RETEST_DUE: "It failed an inspection and may still come back for a retest.",
    REPAIR_REQUIRED: "A defect failed it, and nothing shows that it was repaired.",
    WEAR_REPORTED: "An inspector noted wear that did not fail it.",
    FAILURE_PREDICTED: "A model expects a part to fail its next inspection.",
    QUOTE_REQUESTED: "The driver asked for a price.",
    BOOKING_REQUESTED: "The driver asked for an appointment.",
  },
);

export const SignalOrigin = describeEnum(
  words.SIGNAL_ORIGINS,
  "SignalOrigin",
  "How a signal came to be known.",
  {
    DECLARED: "The driver said so.",
    OBSERVED: "Records say so, or the law does.",
    PREDICTED: "A model expects it.",
  },
);

export const SignalStatus = describeEnum(
  words.SIGNAL_STATUSES,
  "SignalStatus",
  "Where a signal stands in its life.",
  {
    OPEN: "It can be acted on.",
    CLAIMED: "A partner is acting on it.",
    FULFILLED: "The need was met.",
    DISMISSED: "A partner found that there is no need.",
    EXPIRED: "Its time is over.",
    WITHDRAWN: "What it rested on is gone, or another signal took its place.",
  },
);

export const SignalChange = describeEnum(
  words.SIGNAL_CHANGES,
  "SignalChange",
  "Why a signal's status changed.",
  {
    INSPECTED: "The inspection took place.",
    RETEST_PASSED: "A retest, or a later inspection, was passed.",
    ITEM_PASSED: "A later inspection did not find it again.",
    TIME_OVER: "Nothing happened until its last day.",
    BASIS_VANISHED: "The records it rested on were corrected.",
    SUPERSEDED: "A later inspection found something worse, or found it anew: another signal says so.",
    BASIS_RETURNED: "What had gone is there again.",
    CLAIMED: "A partner took it up.",
    RELEASED: "The partner that had taken it up let go of it.",
    OUTCOME_REPORTED: "A partner said what came of it.",
    REPAIRED: "A repair order says that it was done.",
    CLAIM_EXPIRED: "The partner that had taken it up let its time run out.",
  },
);

export const EvidenceKind = describeEnum(words.EVIDENCE_KINDS, "EvidenceKind", "What a signal rests on.", {
  DEFECT: "A defect that an inspection found.",
  ODOMETER_PAIR: "Two readings of the odometer, and so the distance between them.",
  RULE: "A rule of law, perhaps applied to an inspection.",
  COHORT: "What happened to vehicles like it.",
  DECLARATION: "What the driver said.",
  RECALL: "A manufacturer's recall.",
  REPAIR: "Work that a repair order says was done. Whose order it was is not told.",
});

export const EventType = describeEnum(
  words.EVENT_TYPES,
  "EventType",
  "What happened. Webhooks write it in lower case with a dot: SIGNAL_CREATED is `signal.created`. New words may be added: leave out what you do not know.",
  {
    SIGNAL_CREATED: "A signal opened, or what had ended is there again. Scope signals:read.",
    SIGNAL_UPDATED: "Something else of an open signal changed. Scope signals:read.",
    SIGNAL_CLAIMED: "A partner took a signal up. Scope signals:read.",
    SIGNAL_FULFILLED: "The need behind a signal was met. Scope signals:read.",
    SIGNAL_EXPIRED: "A signal ended unmet: out of time, dismissed or withdrawn. Scope signals:read.",
    INSPECTION_RECORDED:
      "An inspection of the last 30 days was taken in, or corrected; older ones are history and make no event. Scope inspections:read.",
    VEHICLE_UPDATED: "Facts of a known vehicle changed. Scope vehicles:read.",
    VEHICLE_ERASED: "A vehicle's identity was erased: its id answers null from now on. Scope vehicles:read.",
    CONSENT_WITHDRAWN: "A consent that your partner recorded has ended. Scope consents:manage.",
    EXPORT_COMPLETED: "An export of your partner can be downloaded. Scope exports:run.",
    DEMAND_SURGE:
      "A new publication of `demand` expects at least a fifth more of a part in an area and week than any of the week before, and more than chance explains (p10 is above them all). Told once, of each area, part and make for the week that jumped most. Scope demand:read.",
    WEBHOOK_PAUSED: "An endpoint of your partner is not called any more. Scope webhooks:manage.",
    WEBHOOK_TEST: "You asked for it with testWebhookEndpoint. Scope webhooks:manage.",
    CLIENT_SECRET_EXPIRING: "A client secret of your partner ends within seven days.",
  },
);

export const EventSubjectType = describeEnum(
  words.EVENT_SUBJECTS,
  "EventSubjectType",
  "What kind of thing an event is about.",
  {
    SIGNAL: "An intent signal; `node` and `intentSignal` find it.",
    INSPECTION: "An inspection; `node` and `inspection` find it.",
    VEHICLE: "A vehicle; `node` and `vehicle` find it.",
    CONSENT: "A consent of your partner; `node` finds it.",
    EXPORT: "An export; `export` finds it.",
    DEMAND: "A part, an area and a week; its id only tells one surge from another.",
    WEBHOOK_ENDPOINT: "A webhook endpoint; `node` finds it.",
    CLIENT_SECRET: "A secret of a client; its id only tells one from another.",
  },
);

export const WebhookStatus = describeEnum(
  words.WEBHOOK_STATUSES,
  "WebhookStatus",
  "Whether an endpoint is called.",
  { ACTIVE: "Events are delivered to it.", PAUSED: "Events wait for it, for as long as they are kept." },
);

export const WebhookPauseReason = describeEnum(
  words.WEBHOOK_PAUSE_REASONS,
  "WebhookPauseReason",
  "Why an endpoint is not called.",
  {
    BY_PARTNER: "You asked for it.",
    GONE: "It answered 410.",
    FAILING: "It acknowledged nothing for five days.",
    CLIENT_ENDED:
      "The client that it acts for was revoked or lost the scope events:read, or the contract ended. Another client takes it over when it resumes it.",
  },
);

export const WebhookSignature = describeEnum(
  words.WEBHOOK_SIGNATURES,
  "WebhookSignature",
  "How deliveries are signed, by the Standard Webhooks specification.",
  {
    HMAC: "v1: HMAC-SHA-256 with a secret that both sides keep.",
    ED25519: "v1a: Ed25519; you hold the public key only.",
  },
);

export const DeliveryStatus = describeEnum(
  words.DELIVERY_STATUSES,
  "DeliveryStatus",
  "Where the delivery of an event to an endpoint stands.",
  {
    PENDING: "It waits for its next attempt.",
    DELIVERED: "It was acknowledged with a status of 2xx.",
    FAILED: "Every attempt of the schedule failed. It can be replayed.",
    CANCELLED: "When its turn came, the event was no longer yours to hear of, or no longer kept.",
  },
);

export const AttemptOutcome = describeEnum(
  words.ATTEMPT_OUTCOMES,
  "AttemptOutcome",
  "What came of one attempt to deliver.",
  {
    ACKNOWLEDGED: "It answered with a status of 2xx.",
    REFUSED: "It answered with a status of 4xx or 5xx.",
    REDIRECTED: "It answered with a redirection, which is never followed.",
    TIMED_OUT: "No status came within 15 seconds.",
    UNREACHABLE: "There was no connection, or it broke: name, network, TLS.",
    FORBIDDEN_ADDRESS: "Its name leads to an address that is not on the public internet.",
    INVALID_ANSWER: "What came back is no HTTP.",
  },
);

export const SignalOutcome = describeEnum(
  words.SIGNAL_OUTCOMES,
  "SignalOutcome",
  "What came of a signal that was claimed.",
  {
    CONTACTED: "The driver was reached. A step.",
    QUOTED: "A price was named. A step.",
    BOOKED: "A day was agreed. A step.",
    COMPLETED: "The work was done and charged.",
    LOST: "The need was there, and the work was not won.",
    NOT_RELEVANT: "There was no such need.",
  },
);

export const SignalOutcomeReason = describeEnum(
  words.SIGNAL_OUTCOME_REASONS,
  "SignalOutcomeReason",
  "Why a signal came to nothing.",
  {
    DECLINED: "The driver does not want it.",
    TOO_EXPENSIVE: "The price was too high.",
    DONE_ELSEWHERE: "Another garage had the work.",
    UNREACHABLE: "The driver could not be reached.",
    ALREADY_DONE: "It had been done before the signal was claimed.",
    NOT_NEEDED: "The part turned out to be good.",
    VEHICLE_GONE: "The vehicle was sold, exported or scrapped.",
    OTHER: "Something else.",
  },
);

export const Currency = describeEnum(words.CURRENCIES, "Currency", "ISO 4217 code of a currency.", {
  EUR: "Euro.",
  GBP: "Pound sterling.",
});

export const DeclarationKind = describeEnum(
  words.DECLARATION_KINDS,
  "DeclarationKind",
  "What a driver asked for.",
  {
    QUOTE_REQUESTED: "To know what work costs.",
    BOOKING_REQUESTED: "To have work done on a day.",
  },
);
