/**
 * What wears out on a demo vehicle, how fast, and how inspectors of either country write it down.
 *
 * French codes are of the list in force since 20 May 2018, British texts and references of the manual of that day.
 * Rates are fitted so that the fleet shows the published figures (UTAC-OTC for 2024; DVSA for 2019-20, with advisories
 * of 2020), not measured on vehicles.
 */
import type { FuelType } from "../vocabulary/index.ts";

/** Where a component can be: each wheel, either side of the front axle, either side of the rear, an axle, or one. */
export type ComponentPlaces = "WHEELS" | "FRONT_SIDES" | "REAR_SIDES" | "AXLES" | "SINGLE";

export interface ComponentRow {
  readonly key: string;
  readonly places: ComponentPlaces;
  /** Fuels of the vehicles that have it; null: all. */
  readonly fuels: readonly FuelType[] | null;
  /** How strongly age and distance drive it: exponents of the ageing curve and of km a year over the mean. */
  readonly ageing: number;
  readonly driving: number;
  /** Whether it is put right within the hour at a British station. */
  readonly quickFix: boolean;
  /** Part of a vehicle's findings here that come in pairs, left and right. */
  readonly pairShare: number;
  readonly FR: CountryRow;
  readonly GB: CountryRow;
}

export interface CountryRow {
  /** Intensity per inspection of a mean vehicle ten years old: found, but good enough; and failing. */
  readonly notes: number;
  readonly fails: number;
  /** Part of the failing ones that are dangerous. */
  readonly dangerous: number;
  /** What the inspector writes. A severity left out does not occur. */
  readonly records: Partial<Record<"ADVISORY" | "MINOR" | "MAJOR" | "DANGEROUS", string>>;
}

const COMBUSTION = ["PETROL", "HYBRID", "PLUG_IN_HYBRID", "LPG", "DIESEL"] as const;
const SPARK = ["PETROL", "HYBRID", "PLUG_IN_HYBRID", "LPG"] as const;

export const COMPONENT_ROWS: readonly ComponentRow[] = [
  {
    key: "TYRE_TREAD",
    places: "WHEELS",
    fuels: null,
    ageing: 0.6,
    driving: 0.7,
    quickFix: false,
    pairShare: 0.55,
    FR: {
      notes: 0.15,
      fails: 0.012,
      dangerous: 0.03,
      records: {
        MINOR: "5.2.3.e.1 Pneumatique : usure anormale ou présence d'un corps étranger",
        MAJOR: "5.2.3.e.2 Pneumatique : l'indicateur d'usure de la profondeur des sculptures est atteint",
        DANGEROUS: "5.2.3.e.3 Pneumatique : la profondeur des sculptures n'est pas conforme aux exigences",
      },
    },
    GB: {
      notes: 0.18,
      fails: 0.013,
      dangerous: 0.92,
      records: {
        ADVISORY: "Tyre worn close to legal limit/worn on edge (5.2.3 (e))",
        MAJOR: "Tyre tread pattern not visible over whole tread area (5.2.3 (e))",
        DANGEROUS: "Tyre tread depth below requirements of 1.6mm (5.2.3 (e))",
      },
    },
  },
  {
    key: "TYRE_DAMAGE",
    places: "WHEELS",
    fuels: null,
    ageing: 0.8,
    driving: 0.4,
    quickFix: false,
    pairShare: 0.2,
    FR: {
      notes: 0,
      fails: 0.032,
      dangerous: 0.07,
      records: {
        MAJOR: "5.2.3.d.2 Pneumatique : gravement endommagé, entaillé ou montage inadapté",
        DANGEROUS: "5.2.3.d.3 Pneumatique : corde visible ou endommagée",
      },
    },
    GB: {
      notes: 0.087,
      fails: 0.025,
      dangerous: 0.85,
      records: {
        ADVISORY: "Tyre slightly damaged/cracking or perishing (5.2.3 (d) (ii))",
        MAJOR:
          "Tyre has a cut in excess of the requirements deep enough to reach the ply or cords (5.2.3 (d) (i))",
        DANGEROUS: "Tyre has ply or cords exposed (5.2.3 (d) (ii))",
      },
    },
  },
  {
    key: "BALL_JOINT",
    places: "FRONT_SIDES",
    fuels: null,
    ageing: 1.2,
    driving: 0.5,
    quickFix: false,
    pairShare: 0.3,
    FR: {
      notes: 0.15,
      fails: 0.031,
      dangerous: 0.02,
      records: {
        MINOR: "5.3.4.b.1 Rotule de suspension : capuchon antipoussière gravement détérioré",
        MAJOR: "5.3.4.a.2 Rotule de suspension : usure excessive",
        DANGEROUS: "5.3.4.a.3 Rotule de suspension : usure excessive, risque très grave de détachement",
      },
    },
    GB: {
      notes: 0.085,
      fails: 0.043,
      dangerous: 0.02,
      records: {
        ADVISORY: "Lower Suspension arm ball joint has slight play (5.3.4 (a) (i))",
        MINOR: "Lower Suspension arm ball joint dust cover severely deteriorated (5.3.4 (b) (i))",
        MAJOR: "Lower Suspension arm ball joint excessively worn (5.3.4 (a) (i))",
        DANGEROUS: "Lower Suspension arm ball joint likely to become detached (5.3.4 (a) (ii))",
      },
    },
  },
  {
    key: "SPRING",
    places: "FRONT_SIDES",
    fuels: null,
    ageing: 1.2,
    driving: 0.2,
    quickFix: false,
    pairShare: 0.1,
    FR: {
      notes: 0,
      fails: 0.0078,
      dangerous: 0.05,
      records: {
        MAJOR: "5.3.1.b.2 Ressort de suspension endommagé ou fendu",
        DANGEROUS:
          "5.3.1.b.3 Ressort de suspension endommagé ou fendu, stabilité du véhicule gravement affectée",
      },
    },
    GB: {
      notes: 0.012,
      fails: 0.033,
      dangerous: 0.06,
      records: {
        ADVISORY: "Road spring corroded (5.3.1 (b) (i))",
        MAJOR: "Road spring fractured or broken (5.3.1 (b) (i))",
        DANGEROUS: "Road spring fractured or broken likely to detach and steering affected (5.3.1 (b) (ii))",
      },
    },
  },
  {
    key: "SHOCK_ABSORBER",
    places: "REAR_SIDES",
    fuels: null,
    ageing: 1.1,
    driving: 0.5,
    quickFix: false,
    pairShare: 0.3,
    FR: {
      notes: 0.088,
      fails: 0.0098,
      dangerous: 0,
      records: {
        MINOR: "5.3.2.d.1 Amortisseur : écart significatif entre les deux côtés de l'essieu",
        MAJOR: "5.3.2.b.2 Amortisseur endommagé ou donnant des signes de fuite ou de dysfonctionnement grave",
      },
    },
    GB: {
      notes: 0.04,
      fails: 0.0084,
      dangerous: 0,
      records: {
        ADVISORY: "Shock absorbers light misting of oil or has limited damping effect (5.3.2 (b))",
        MAJOR: "Shock absorbers has a serious fluid leak (5.3.2 (b))",
      },
    },
  },
  {
    key: "WHEEL_BEARING",
    places: "FRONT_SIDES",
    fuels: null,
    ageing: 1.1,
    driving: 0.5,
    quickFix: false,
    pairShare: 0.05,
    FR: {
      notes: 0.018,
      fails: 0.004,
      dangerous: 0.03,
      records: {
        MINOR: "5.1.3.a.1 Roulement de roue : jeu ou bruit anormal",
        MAJOR: "5.1.3.a.2 Roulement de roue : jeu excessif",
        DANGEROUS: "5.1.3.a.3 Roulement de roue : jeu excessif, risque de rupture",
      },
    },
    GB: {
      notes: 0.01,
      fails: 0.0075,
      dangerous: 0.05,
      records: {
        ADVISORY: "Wheel bearing has slight play (5.1.3 (a) (i))",
        MAJOR: "Wheel bearing excessively worn (5.1.3 (a) (i))",
        DANGEROUS: "Wheel bearing so worn it is likely to become detached (5.1.3 (a) (ii))",
      },
    },
  },
  {
    key: "BRAKE_PADS",
    places: "AXLES",
    fuels: null,
    ageing: 0.5,
    driving: 0.7,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0.11,
      fails: 0.0055,
      dangerous: 0.06,
      records: {
        MINOR: "1.1.13.a.1 Plaquettes ou garnitures de frein : usure importante",
        MAJOR: "1.1.13.a.2 Plaquettes ou garnitures de frein : usure excessive (marque minimale atteinte)",
        DANGEROUS:
          "1.1.13.a.3 Plaquettes ou garnitures de frein : usure excessive (marque minimale non visible)",
      },
    },
    GB: {
      notes: 0.086,
      fails: 0.011,
      dangerous: 0.85,
      records: {
        ADVISORY: "Brake pad(s) wearing thin (1.1.13 (a) (ii))",
        MAJOR: "Brake pad(s) contaminated with oil, grease or brake fluid (1.1.13 (b))",
        DANGEROUS: "Brake pad(s) less than 1.5 mm thick (1.1.13 (a) (ii))",
      },
    },
  },
  {
    key: "BRAKE_DISCS",
    places: "AXLES",
    fuels: null,
    ageing: 0.9,
    driving: 0.5,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0.18,
      fails: 0.0063,
      dangerous: 0.06,
      records: {
        MINOR: "1.1.14.a.1 Disque de frein : légèrement usé",
        MAJOR: "1.1.14.a.2 Disque de frein : usé",
        DANGEROUS: "1.1.14.a.3 Disque de frein : excessivement usé, rayé ou fissuré",
      },
    },
    GB: {
      notes: 0.1,
      fails: 0.0077,
      dangerous: 0.3,
      records: {
        ADVISORY: "Brake disc worn, pitted or scored, but not seriously weakened (1.1.14 (a) (ii))",
        MAJOR: "Brake disc significantly and obviously worn (1.1.14 (a) (i))",
        DANGEROUS: "Brake disc in such a condition that it is seriously weakened (1.1.14 (a) (ii))",
      },
    },
  },
  {
    key: "BRAKE_PIPE",
    places: "REAR_SIDES",
    fuels: null,
    ageing: 1.9,
    driving: 0.1,
    quickFix: false,
    pairShare: 0.1,
    FR: {
      notes: 0.032,
      fails: 0.0024,
      dangerous: 0.15,
      records: {
        MINOR: "1.1.12.b.1 Flexible de frein : légèrement endommagé, frottant ou torsadé",
        MAJOR: "1.1.12.b.2 Flexible de frein : endommagé ou frottant contre une autre pièce",
        DANGEROUS: "1.1.12.c.3 Flexible de frein : manque d'étanchéité",
      },
    },
    GB: {
      notes: 0.077,
      fails: 0.014,
      dangerous: 0.15,
      records: {
        ADVISORY: "Brake pipe slightly corroded (1.1.11 (c))",
        MAJOR: "Brake pipe excessively corroded (1.1.11 (c))",
        DANGEROUS: "Brake pipe leaking (1.1.11 (b) (i))",
      },
    },
  },
  {
    key: "SERVICE_BRAKE",
    places: "SINGLE",
    fuels: null,
    ageing: 1.1,
    driving: 0.2,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0,
      fails: 0.0084,
      dangerous: 0.04,
      records: {
        MAJOR: "1.2.2.a.2 Frein de service : efficacité insuffisante",
        DANGEROUS: "1.2.2.a.3 Frein de service : efficacité inférieure à 50 % de la valeur limite",
      },
    },
    GB: {
      notes: 0.034,
      fails: 0.013,
      dangerous: 0.12,
      records: {
        ADVISORY: "Service brake binding but not excessively (1.2.1 (f))",
        MAJOR: "Brakes imbalanced across an axle (1.2.1 (b) (i))",
        DANGEROUS:
          "Brakes imbalanced across an axle such that the braking effort from any wheel is less than 50% of the maximum effort (1.2.1 (b) (ii))",
      },
    },
  },
  {
    key: "PARKING_BRAKE",
    places: "SINGLE",
    fuels: null,
    ageing: 1.1,
    driving: 0.2,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0,
      fails: 0.0095,
      dangerous: 0.01,
      records: {
        MAJOR: "1.4.2.a.2 Frein de stationnement : efficacité insuffisante",
        DANGEROUS: "1.4.2.a.3 Frein de stationnement : efficacité inférieure à 50 % de la valeur limite",
      },
    },
    GB: {
      notes: 0.028,
      fails: 0.016,
      dangerous: 0.01,
      records: {
        ADVISORY:
          "Parking brake efficiency only just met. It would appear that the braking system requires adjustment or repair (1.4.2 (a) (i))",
        MAJOR: "Parking brake efficiency below requirements (1.4.2 (a) (i))",
        DANGEROUS: "Parking brake efficiency less than 50% of the required value (1.4.2 (a) (ii))",
      },
    },
  },
  {
    key: "TRACK_ROD_END",
    places: "FRONT_SIDES",
    fuels: null,
    ageing: 1.1,
    driving: 0.5,
    quickFix: false,
    pairShare: 0.1,
    FR: {
      notes: 0,
      fails: 0.0071,
      dangerous: 0.03,
      records: {
        MAJOR: "2.1.3.b.2 Timonerie de direction : usure excessive des articulations",
        DANGEROUS:
          "2.1.3.b.3 Timonerie de direction : usure excessive des articulations : risque très grave de détachement",
      },
    },
    GB: {
      notes: 0.019,
      fails: 0.015,
      dangerous: 0.06,
      records: {
        ADVISORY: "Track rod end ball joint has slight play (2.1.3 (b) (i))",
        MAJOR: "Track rod end ball joint has excessive play (2.1.3 (b) (i))",
        DANGEROUS: "Track rod end ball joint likely to become detached (2.1.3 (b) (ii))",
      },
    },
  },
  {
    key: "STEERING_RACK",
    places: "SINGLE",
    fuels: null,
    ageing: 1.3,
    driving: 0.3,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0.035,
      fails: 0.0035,
      dangerous: 0.02,
      records: {
        MINOR: "2.1.1.e.1 Crémaillère ou boîtier de direction : manque d'étanchéité",
        MAJOR:
          "2.1.1.e.2 Crémaillère ou boîtier de direction : manque d'étanchéité : formation de gouttelettes",
        DANGEROUS: "2.1.1.f.3 Crémaillère ou boîtier de direction : déformation, fissure, cassure",
      },
    },
    GB: {
      notes: 0.011,
      fails: 0.0033,
      dangerous: 0,
      records: {
        ADVISORY:
          "Steering rack gaiter damaged or deteriorated, but preventing the ingress of dirt (2.1.3 (g) (i))",
        MAJOR: "Steering rack gaiter missing or no longer prevents the ingress of dirt (2.1.3 (g) (ii))",
      },
    },
  },
  {
    key: "WINDSCREEN",
    places: "SINGLE",
    fuels: null,
    ageing: 0.5,
    driving: 0.4,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0.054,
      fails: 0.0059,
      dangerous: 0.03,
      records: {
        MINOR: "3.2.1.a.1 Vitrage fissuré ou décoloré",
        MAJOR: "3.2.1.a.2 Vitrage fissuré ou décoloré dans la zone d'essuyage ou de vision des rétroviseurs",
        DANGEROUS: "3.2.1.a.3 Vitrage fissuré ou décoloré : visibilité fortement entravée",
      },
    },
    GB: {
      notes: 0.038,
      fails: 0.0096,
      dangerous: 0,
      records: {
        ADVISORY: "Windscreen damaged but not adversely affecting driver's view (3.2 (a) (i))",
        MAJOR: "Windscreen damaged in driver's view (3.2 (a) (i))",
      },
    },
  },
  {
    key: "WIPER",
    places: "SINGLE",
    fuels: null,
    ageing: 0.5,
    driving: 0.1,
    quickFix: true,
    pairShare: 0,
    FR: {
      notes: 0.12,
      fails: 0.004,
      dangerous: 0,
      records: {
        MINOR: "3.4.1.b.1 Balai d'essuie-glace défectueux",
        MAJOR: "3.4.1.a.2 Essuie-glace manquant ou ne balayant pas correctement",
      },
    },
    GB: {
      notes: 0.034,
      fails: 0.026,
      dangerous: 0,
      records: {
        ADVISORY: "Windscreen wiper blade deteriorated (3.4 (b) (i))",
        MAJOR: "Windscreen wiper does not clear the windscreen effectively (3.4 (b) (ii))",
      },
    },
  },
  {
    key: "WASHER",
    places: "SINGLE",
    fuels: null,
    ageing: 0.6,
    driving: 0.1,
    quickFix: true,
    pairShare: 0,
    FR: {
      notes: 0.033,
      fails: 0.0022,
      dangerous: 0,
      records: {
        MINOR: "3.5.1.a.1 Lave-glace ne fonctionnant pas correctement",
        MAJOR: "3.5.1.a.2 Lave-glace ne fonctionnant pas",
      },
    },
    GB: {
      notes: 0,
      fails: 0.011,
      dangerous: 0,
      records: { MAJOR: "Windscreen washer provides insufficient washer liquid (3.5 (a))" },
    },
  },
  {
    key: "HEADLAMP_AIM",
    places: "FRONT_SIDES",
    fuels: null,
    ageing: 0.7,
    driving: 0,
    quickFix: true,
    pairShare: 0.4,
    FR: {
      notes: 0,
      fails: 0.051,
      dangerous: 0,
      records: {
        MAJOR: "4.1.2.a.2 L'orientation d'un feu de croisement n'est pas dans les limites prescrites",
      },
    },
    GB: { notes: 0, fails: 0.039, dangerous: 0, records: { MAJOR: "Headlamp aim too low (4.1.2 (a))" } },
  },
  {
    key: "HEADLAMP",
    places: "FRONT_SIDES",
    fuels: null,
    ageing: 0.7,
    driving: 0.1,
    quickFix: true,
    pairShare: 0.05,
    FR: {
      notes: 0.075,
      fails: 0.011,
      dangerous: 0,
      records: {
        MINOR: "4.1.1.a.1 Phare : source lumineuse défectueuse ou manquante",
        MAJOR: "4.1.1.a.2 Phare : source lumineuse défectueuse ou manquante : visibilité fortement réduite",
      },
    },
    GB: {
      notes: 0,
      fails: 0.038,
      dangerous: 0,
      records: { MAJOR: "Headlamp not working on dipped beam (4.1.1 (a) (ii))" },
    },
  },
  {
    key: "STOP_LAMP",
    places: "REAR_SIDES",
    fuels: null,
    ageing: 0.7,
    driving: 0.1,
    quickFix: true,
    pairShare: 0.1,
    FR: {
      notes: 0.059,
      fails: 0.016,
      dangerous: 0.01,
      records: {
        MINOR: "4.3.1.a.1 Feu stop : source lumineuse défectueuse",
        MAJOR:
          "4.3.1.a.2 Feu stop : source lumineuse défectueuse ou manquante : visibilité fortement réduite",
        DANGEROUS: "4.3.1.a.3 Feu stop : toutes les sources lumineuses ne fonctionnent pas",
      },
    },
    GB: {
      notes: 0,
      fails: 0.034,
      dangerous: 0.02,
      records: {
        MAJOR: "Stop lamp(s) not working (4.3.1 (a) (ii))",
        DANGEROUS: "Stop lamp(s) all not working (4.3.1 (a) (iii))",
      },
    },
  },
  {
    key: "DIRECTION_INDICATOR",
    places: "WHEELS",
    fuels: null,
    ageing: 0.8,
    driving: 0.1,
    quickFix: true,
    pairShare: 0,
    FR: {
      notes: 0.025,
      fails: 0.0078,
      dangerous: 0,
      records: {
        MINOR: "4.4.1.a.1 Indicateur de direction : source lumineuse défectueuse",
        MAJOR:
          "4.4.1.a.2 Indicateur de direction : source lumineuse défectueuse ou manquante : visibilité fortement réduite",
      },
    },
    GB: {
      notes: 0,
      fails: 0.014,
      dangerous: 0,
      records: { MAJOR: "Direction indicator not working (4.4.1 (a) (ii))" },
    },
  },
  {
    key: "POSITION_LAMP",
    places: "WHEELS",
    fuels: null,
    ageing: 0.8,
    driving: 0.1,
    quickFix: true,
    pairShare: 0.1,
    FR: {
      notes: 0.071,
      fails: 0.007,
      dangerous: 0,
      records: {
        MINOR: "4.2.1.a.1 Feu de position : source lumineuse défectueuse",
        MAJOR: "4.2.1.a.2 Feu de position : source lumineuse défectueuse ou manquante",
      },
    },
    GB: {
      notes: 0,
      fails: 0.027,
      dangerous: 0,
      records: { MAJOR: "Position lamp not working (4.2.1 (a) (ii))" },
    },
  },
  {
    key: "PLATE_LAMP",
    places: "SINGLE",
    fuels: null,
    ageing: 0.9,
    driving: 0,
    quickFix: true,
    pairShare: 0,
    FR: {
      notes: 0.044,
      fails: 0.003,
      dangerous: 0,
      records: {
        MINOR:
          "4.7.1.b.1 Éclairage de la plaque d'immatriculation : source lumineuse partiellement défectueuse",
        MAJOR: "4.7.1.b.2 Éclairage de la plaque d'immatriculation : source lumineuse défectueuse",
      },
    },
    GB: {
      notes: 0.018,
      fails: 0.018,
      dangerous: 0,
      records: {
        MINOR:
          "Rear Registration plate lamp inoperative in the case of multiple lamps or light sources (4.7.1 (b) (i))",
        MAJOR:
          "Rear Registration plate lamp inoperative in the case of a single lamp or all lamps (4.7.1 (b) (ii))",
      },
    },
  },
  {
    key: "CORROSION",
    places: "REAR_SIDES",
    fuels: null,
    ageing: 2.6,
    driving: 0,
    quickFix: false,
    pairShare: 0.2,
    FR: {
      notes: 0.13,
      fails: 0.0032,
      dangerous: 0.05,
      records: {
        MINOR: "6.1.1.c.1 Châssis : corrosion",
        MAJOR: "6.1.1.c.2 Châssis : corrosion excessive affectant la rigidité de l'assemblage",
        DANGEROUS:
          "6.1.1.c.3 Châssis : corrosion excessive affectant la rigidité de l'assemblage : résistance insuffisante des pièces",
      },
    },
    GB: {
      notes: 0.055,
      fails: 0.011,
      dangerous: 0.08,
      records: {
        ADVISORY:
          "Vehicle structure corroded but structural rigidity is not significantly reduced (6.1.1 (c) (i))",
        MAJOR:
          "Vehicle structure has excessive corrosion seriously affecting its strength within 30cm of the body mountings (6.1.1 (c) (i))",
        DANGEROUS:
          "Vehicle structure corroded to the extent that the rigidity of the assembly is seriously reduced (6.1.1 (c) (ii))",
      },
    },
  },
  {
    key: "EXHAUST",
    places: "SINGLE",
    fuels: COMBUSTION,
    ageing: 1.5,
    driving: 0.2,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0.061,
      fails: 0.0062,
      dangerous: 0.01,
      records: {
        MINOR: "6.1.2.a.1 Échappement : dispositif endommagé sans fuite ni risque de chute",
        MAJOR: "6.1.2.a.2 Échappement : mauvaise fixation ou manque d'étanchéité du système d'échappement",
        DANGEROUS:
          "6.1.2.a.3 Échappement : mauvaise fixation ou manque d'étanchéité du système d'échappement : très grand risque de chute",
      },
    },
    GB: {
      notes: 0.034,
      fails: 0.012,
      dangerous: 0,
      records: {
        ADVISORY: "Exhaust has a minor leak of exhaust gases (6.1.2 (a))",
        MAJOR: "Exhaust has a major leak of exhaust gases (6.1.2 (a))",
      },
    },
  },
  {
    key: "SEAT_BELT",
    places: "SINGLE",
    fuels: null,
    ageing: 0.9,
    driving: 0,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0.022,
      fails: 0.004,
      dangerous: 0,
      records: {
        MINOR: "7.1.2.b.1 Ceinture de sécurité endommagée",
        MAJOR: "7.1.2.b.2 Ceinture de sécurité coupée ou distendue",
      },
    },
    GB: {
      notes: 0,
      fails: 0.0091,
      dangerous: 0,
      records: { MAJOR: "Front Seat belt webbing significantly weakened (7.1.2 (b))" },
    },
  },
  {
    key: "HORN",
    places: "SINGLE",
    fuels: null,
    ageing: 0.9,
    driving: 0,
    quickFix: true,
    pairShare: 0,
    FR: {
      notes: 0.0097,
      fails: 0.0021,
      dangerous: 0,
      records: {
        MINOR: "7.7.1.a.1 Avertisseur sonore : ne fonctionne pas correctement",
        MAJOR: "7.7.1.a.2 Avertisseur sonore : ne fonctionne pas du tout",
      },
    },
    GB: { notes: 0, fails: 0.0048, dangerous: 0, records: { MAJOR: "Horn not working (7.7 (a) (ii))" } },
  },
  {
    key: "NUMBER_PLATE",
    places: "SINGLE",
    fuels: null,
    ageing: 0.7,
    driving: 0,
    quickFix: true,
    pairShare: 0,
    FR: {
      notes: 0,
      fails: 0.0026,
      dangerous: 0,
      records: { MAJOR: "0.1.1.a.2 Plaque d'immatriculation : manquante ou mal fixée, risquant de tomber" },
    },
    GB: {
      notes: 0.021,
      fails: 0.0049,
      dangerous: 0,
      records: {
        ADVISORY: "Rear Registration plate deteriorated but not likely to be misread (0.1 (b))",
        MAJOR: "Rear Registration plate insecure (0.1 (a))",
      },
    },
  },
  {
    key: "SPARK_EMISSIONS",
    places: "SINGLE",
    fuels: SPARK,
    ageing: 1.6,
    driving: 0.1,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0,
      fails: 0.049,
      dangerous: 0,
      records: {
        MAJOR:
          "8.2.1.2.a.2 Les émissions gazeuses dépassent les niveaux spécifiques indiqués par le constructeur",
      },
    },
    GB: {
      notes: 0,
      fails: 0.023,
      dangerous: 0,
      records: {
        MAJOR: "Exhaust carbon monoxide content after 2nd fast idle exceeds default limits (8.2.1.2 (b))",
      },
    },
  },
  {
    key: "DIESEL_SMOKE",
    places: "SINGLE",
    fuels: ["DIESEL"],
    ageing: 1.1,
    driving: 0.2,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0,
      fails: 0.061,
      dangerous: 0,
      records: {
        MAJOR: "8.2.2.2.a.2 L'opacité dépasse la valeur de réception ou les mesures sont instables",
      },
    },
    GB: {
      notes: 0,
      fails: 0.018,
      dangerous: 0,
      records: {
        MAJOR: "Exhaust emits excessive smoke or vapour of a density likely to obscure vision (8.2.2.2 (c))",
      },
    },
  },
  {
    key: "OIL_LEAK",
    places: "SINGLE",
    fuels: COMBUSTION,
    ageing: 1.6,
    driving: 0.2,
    quickFix: false,
    pairShare: 0,
    FR: {
      notes: 0,
      fails: 0.018,
      dangerous: 0.03,
      records: {
        MAJOR: "8.4.1.a.2 Fuite excessive de liquide autre que de l'eau",
        DANGEROUS:
          "8.4.1.a.3 Fuite excessive de liquide autre que de l'eau : écoulement permanent constituant un risque très grave",
      },
    },
    GB: {
      notes: 0.055,
      fails: 0.0036,
      dangerous: 0.1,
      records: {
        ADVISORY: "Oil leak, but not excessive (8.4.1 (a) (i))",
        MAJOR: "Oil leak excessive (8.4.1 (a) (i))",
        DANGEROUS:
          "Fluid leak excessive and likely to cause a fire risk or an injury to other road users (8.4.1 (a) (ii))",
      },
    },
  },
];
