import type { Axle, DefectSeverity, RepairOperation, Side } from "../vocabulary/index.ts";

/** What explanations are made of, in one language. Dates and numbers come in as words of that language already. */
export interface Phrases {
  readonly tag: string;
  readonly axles: Readonly<Record<Axle, string>>;
  readonly sides: Readonly<Record<Side, string>>;
  readonly severities: Readonly<Record<DefectSeverity, string>>;
  readonly inspectionDue: (on: string, isOver: boolean) => string;
  readonly complementaryDue: (on: string, isOver: boolean) => string;
  readonly retestDue: (failedOn: string | null, until: string) => string;
  readonly repairRequired: (part: string) => string;
  readonly wearReported: (part: string) => string;
  readonly failurePredicted: (part: string) => string;
  readonly quoteRequested: string;
  readonly bookingRequested: string;
  readonly found: (what: string, severity: string, on: string) => string;
  readonly driven: (km: string, days: string) => string;
  readonly rule: (citation: string) => string;
  readonly cohort: (rate: string, name: string) => string;
  readonly carByModel: string;
  readonly repaired: (part: string, operation: RepairOperation, on: string) => string;
  readonly said: (reference: string, on: string) => string;
  readonly recalled: (reference: string, on: string) => string;
  readonly moment: (likely: string, from: string, until: string) => string;
  readonly chance: (probability: string, rate: string) => string;
  readonly unknownItem: string;
}

const DONE_ENGLISH: Readonly<Record<RepairOperation, string>> = {
  REPLACE: "replaced",
  REPAIR: "repaired",
  ADJUST: "adjusted",
  CLEAN: "cleaned",
  CHECK: "checked",
};

/** Nouns, which agree with no part. */
const DONE_FRENCH: Readonly<Record<RepairOperation, string>> = {
  REPLACE: "remplacement",
  REPAIR: "réparation",
  ADJUST: "réglage",
  CLEAN: "nettoyage",
  CHECK: "vérification",
};

export const ENGLISH: Phrases = {
  tag: "en-GB",
  axles: { FRONT: "front", REAR: "rear", CENTRE: "middle" },
  sides: { LEFT: "left", RIGHT: "right", CENTRE: "centre", BOTH: "both sides" },
  severities: { ADVISORY: "advisory", MINOR: "minor", MAJOR: "major", DANGEROUS: "dangerous" },
  inspectionDue: (on, isOver) =>
    isOver ? `The periodic inspection was due by ${on}.` : `The periodic inspection is due by ${on}.`,
  complementaryDue: (on, isOver) =>
    isOver
      ? `The complementary inspection was due by ${on}.`
      : `The complementary inspection is due by ${on}.`,
  retestDue: (failedOn, until) =>
    `${failedOn === null ? "It failed an inspection" : `It failed the inspection of ${failedOn}`}; a retest is possible until ${until}.`,
  repairRequired: (part) =>
    `${part}: a defect failed the inspection, and nothing shows that it was repaired.`,
  wearReported: (part) => `${part}: an inspector noted wear.`,
  failurePredicted: (part) => `${part}: expected to fail the next inspection.`,
  quoteRequested: "The driver asked for a price.",
  bookingRequested: "The driver asked for an appointment.",
  found: (what, severity, on) => `${what}: ${severity}, on ${on}.`,
  driven: (km, days) => `About ${km} km were driven in the ${days} days before.`,
  rule: (citation) => `Rule: ${citation}.`,
  cohort: (rate, name) => `It happened to ${rate} of ${name}.`,
  carByModel:
    "Its source does not say what kind of vehicle it is: it is taken for a passenger car, as others of its make and model are.",
  repaired: (part, operation, on) => `${part}: ${DONE_ENGLISH[operation]} on ${on}, says a repair order.`,
  said: (reference, on) => `Said by the driver on ${on} (${reference}).`,
  recalled: (reference, on) => `Recalled by its manufacturer on ${on} (${reference}).`,
  moment: (likely, from, until) =>
    `Most likely around ${likely}; with 80 % certainty from ${from} to ${until}.`,
  chance: (probability, rate) => `Probability ${probability}, against ${rate} of the population.`,
  unknownItem: "Item not known",
};

export const FRENCH: Phrases = {
  tag: "fr-FR",
  axles: { FRONT: "avant", REAR: "arrière", CENTRE: "milieu" },
  sides: { LEFT: "gauche", RIGHT: "droite", CENTRE: "centre", BOTH: "des deux côtés" },
  severities: { ADVISORY: "observation", MINOR: "mineure", MAJOR: "majeure", DANGEROUS: "critique" },
  inspectionDue: (on, isOver) =>
    isOver
      ? `Le contrôle technique périodique était à faire au plus tard le ${on}.`
      : `Le contrôle technique périodique est à faire au plus tard le ${on}.`,
  complementaryDue: (on, isOver) =>
    isOver
      ? `Le contrôle complémentaire était à faire au plus tard le ${on}.`
      : `Le contrôle complémentaire est à faire au plus tard le ${on}.`,
  retestDue: (failedOn, until) =>
    `${failedOn === null ? "Le véhicule a été refusé à un contrôle" : `Le véhicule a été refusé au contrôle du ${failedOn}`} ; une contre-visite est possible jusqu’au ${until}.`,
  repairRequired: (part) =>
    `${part} : une défaillance a fait refuser le véhicule, et rien n’indique qu’elle ait été réparée.`,
  wearReported: (part) => `${part} : un contrôleur a signalé une usure.`,
  failurePredicted: (part) => `${part} : défaillance attendue au prochain contrôle.`,
  quoteRequested: "Le conducteur a demandé un prix.",
  bookingRequested: "Le conducteur a demandé un rendez-vous.",
  found: (what, severity, on) => `${what} : ${severity}, le ${on}.`,
  driven: (km, days) => `Environ ${km} km parcourus dans les ${days} jours précédents.`,
  rule: (citation) => `Règle : ${citation}.`,
  cohort: (rate, name) => `C’est arrivé à ${rate} de ${name}.`,
  carByModel:
    "Sa source ne dit pas de quel genre de véhicule il s’agit : il est pris pour une voiture particulière, comme d’autres de sa marque et de son modèle.",
  repaired: (part, operation, on) =>
    `${part} : ${DONE_FRENCH[operation]} le ${on}, d’après un ordre de réparation.`,
  said: (reference, on) => `Déclaré par le conducteur le ${on} (${reference}).`,
  recalled: (reference, on) => `Rappel du constructeur du ${on} (${reference}).`,
  moment: (likely, from, until) =>
    `Le plus probablement vers le ${likely} ; avec 80 % de certitude entre le ${from} et le ${until}.`,
  chance: (probability, rate) => `Probabilité ${probability}, contre ${rate} pour la population.`,
  unknownItem: "Point de contrôle inconnu",
};
