/**
 * The inspection items whose failures are predicted, under keys of our own. Finnish names are those of Traficom's
 * statistics of defects by model (CC BY 4.0, Traficom), "group - item", to the letter.
 *
 * `annexItems` are the items of Directive 2014/45/EU Annex I that the Finnish item covers, and `partCategories` the
 * parts that a failure of it takes, the likeliest first. Both are our reading: Finland's list is its own. The keys are
 * those of the parts catalogue, which this module does not import; a test holds them together.
 */
export const FAILURE_ITEMS = {
  FRONT_AXLE: {
    finnishName: "Akselistot, pyörät ja jousitus - Etuakselisto",
    annexItems: ["5.1", "5.3.3", "5.3.4"],
    partCategories: ["BALL_JOINT", "CONTROL_ARM", "CONTROL_ARM_BUSH", "ANTI_ROLL_BAR_LINK", "WHEEL_BEARING"],
  },
  SUSPENSION: {
    finnishName: "Akselistot, pyörät ja jousitus - Jousitus ja iskunvaimennus",
    annexItems: ["5.3.1", "5.3.2", "5.3.5"],
    partCategories: ["COIL_SPRING", "SHOCK_ABSORBER", "SHOCK_ABSORBER_MOUNT", "AIR_SPRING"],
  },
  SERVICE_BRAKE: {
    finnishName: "Jarrujärjestelmät - Käyttöjarru",
    annexItems: ["1.1", "1.2"],
    partCategories: ["BRAKE_DISC", "BRAKE_PAD_SET", "BRAKE_PIPE", "BRAKE_HOSE", "BRAKE_CALIPER"],
  },
  PARKING_BRAKE: {
    finnishName: "Jarrujärjestelmät - Seisontajarrun dynamometritesti",
    annexItems: ["1.4"],
    partCategories: ["PARKING_BRAKE_CABLE", "BRAKE_SHOE_SET", "BRAKE_CALIPER"],
  },
  STEERING_JOINTS: {
    finnishName: "Ohjauslaitteet - Ohjausnivelet ja -tangot",
    annexItems: ["2.1.3"],
    partCategories: ["TRACK_ROD_END", "TRACK_ROD"],
  },
  TYRES: {
    finnishName: "Akselistot, pyörät ja jousitus - Renkaat ja vanteet",
    annexItems: ["5.2.2", "5.2.3"],
    partCategories: ["TYRE", "WHEEL_RIM"],
  },
  REAR_AXLE: {
    finnishName: "Akselistot, pyörät ja jousitus - Taka-akselisto",
    annexItems: ["5.1", "5.3.3", "5.3.4"],
    partCategories: ["CONTROL_ARM", "CONTROL_ARM_BUSH", "WHEEL_BEARING", "ANTI_ROLL_BAR_LINK"],
  },
  DIPPED_HEADLAMP: {
    finnishName: "Valaisimet ja sähkölaitteet - Lähivalo",
    annexItems: ["4.1"],
    partCategories: ["HEADLAMP_BULB", "HEADLAMP"],
  },
  STOP_LAMP: {
    finnishName: "Valaisimet ja sähkölaitteet - Jarruvalo",
    annexItems: ["4.3"],
    partCategories: ["SIGNAL_BULB", "STOP_LAMP_SWITCH", "REAR_LAMP"],
  },
  WIPERS_AND_WINDSCREEN: {
    finnishName: "Koeajo ja näkyvyys - Tuulilasi ja puhdistuslaitteet",
    annexItems: ["3.2", "3.4", "3.5"],
    partCategories: ["WINDSCREEN", "WIPER_BLADE", "WASHER_PUMP"],
  },
  EXHAUST: {
    finnishName: "Alusta ja kori - Pakoputkisto",
    annexItems: ["6.1.2"],
    partCategories: ["EXHAUST_SILENCER", "EXHAUST_PIPE", "EXHAUST_MOUNT"],
  },
  OBD: {
    finnishName: "Ympäristöhaitat - Sisäinen valvontajärjestelmä (OBD)",
    annexItems: ["8.2.1.1", "8.2.2.1"],
    partCategories: ["LAMBDA_SENSOR", "CATALYTIC_CONVERTER", "EGR_VALVE", "PARTICULATE_FILTER"],
  },
} as const satisfies Record<string, FailureItemFacts>;

export interface FailureItemFacts {
  readonly finnishName: string;
  readonly annexItems: readonly string[];
  readonly partCategories: readonly string[];
}

export type FailureItem = keyof typeof FAILURE_ITEMS;

export const FAILURE_ITEM_KEYS = Object.keys(FAILURE_ITEMS) as readonly FailureItem[];

const BY_FINNISH_NAME = new Map<string, FailureItem>(
  FAILURE_ITEM_KEYS.map((item) => [FAILURE_ITEMS[item].finnishName, item]),
);

/** Null for the items that are not modelled, group totals among them. */
export function findFailureItem(finnishName: string): FailureItem | null {
  return BY_FINNISH_NAME.get(finnishName) ?? null;
}
