import { NOW } from "../fleet.ts";
import type { Racer, Stage } from "./stage.ts";

export interface Mutation {
  readonly document: string;
  readonly variables: object;
}

/** A kind of mutation that can have an effect more than once, and how its effects are counted. */
export interface Kind {
  readonly name: string;
  /** Its part of all pairs. */
  readonly share: number;
  /** The n-th of its kind: another vehicle, signal or record each time. */
  readonly make: (stage: Stage, racer: Racer, n: number) => Mutation;
  /** Each counts one row for each mutation that was done. */
  readonly effects: readonly string[];
}

const TODAY = NOW.slice(0, 10);
const RESULTS = "results { result userErrors { code } }";
const vehicleOf = ({ vehicleIds }: Stage, racer: Racer, n: number) =>
  racer.id("V", vehicleIds[n % vehicleIds.length] ?? "");

const batch = (field: string, input: string, item: object): Mutation => ({
  document: `mutation ($input: ${input}!) { ${field}(input: $input) { ${RESULTS} } }`,
  variables: { input: { items: [item] } },
});

const LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ";
/** The n-th made-up French registration. */
const plateOf = (n: number) =>
  `ZY${100 + (n % 900)}${LETTERS[Math.floor(n / 900) % 23]}${LETTERS[Math.floor(n / 20_700) % 23]}`;

export const KINDS: readonly Kind[] = [
  {
    name: "upsertVehicles",
    share: 0.15,
    make: (_stage, _racer, n) =>
      batch("upsertVehicles", "UpsertVehiclesInput", {
        country: "FR",
        registration: plateOf(n),
        ...{ make: "Renault", model: "Race", postalCode: "69003", firstRegisteredOn: "2019-04" },
      }),
    effects: ["select count(*) from vehicles where model = 'RACE'"],
  },
  {
    name: "recordInspections",
    share: 0.15,
    make: (stage, racer, n) =>
      batch("recordInspections", "RecordInspectionsInput", {
        ...{ id: `race-${n}`, vehicleId: vehicleOf(stage, racer, n), certificateNumber: "race" },
        ...{ kind: "VOLUNTARY", result: "PASS", performedOn: TODAY },
      }),
    effects: [
      "select count(*) from inspections where certificate_number = 'race'",
      "select count(*) from events e join inspections i on i.id = e.subject_id where e.type = 'INSPECTION_RECORDED' and certificate_number = 'race'",
    ],
  },
  {
    name: "recordRepairOrders",
    share: 0.15,
    make: (stage, racer, n) =>
      batch("recordRepairOrders", "RecordRepairOrdersInput", {
        ...{ id: `race-${n}`, vehicleId: vehicleOf(stage, racer, n), closedOn: TODAY },
        lines: [{ operation: "CHECK", partCategory: "TYRE", price: 10 }],
      }),
    effects: [
      "select count(*) from repair_orders where source_key like 'race-%'",
      "select count(*) from repair_lines l join repair_orders o on o.id = l.repair_order_id where source_key like 'race-%'",
    ],
  },
  {
    // Without a number of its own each request is another one: only the key holds twins together.
    name: "declareIntent",
    share: 0.2,
    make: (stage, racer, n) =>
      batch("declareIntent", "DeclareIntentInput", {
        ...{ vehicleId: vehicleOf(stage, racer, n), kind: "QUOTE_REQUESTED", partCategory: "TYRE" },
        ...{ operation: "REPLACE", fromOn: TODAY, untilOn: "2026-12-01" },
      }),
    effects: ["select count(*) from declarations"],
  },
  {
    name: "claimSignal",
    share: 0.2,
    make: ({ openSignalIds }, racer, n) => ({
      document:
        "mutation ($id: ID!) { claimSignal(input: { signalId: $id }) { signal { status } userErrors { code } } }",
      variables: { id: racer.id("S", openSignalIds[n] ?? "") },
    }),
    effects: [
      "select count(*) from signal_claims",
      "select count(*) from events where type = 'SIGNAL_CLAIMED'",
      "select count(*) from signal_history where to_status = 'CLAIMED'",
    ],
  },
  {
    // Each makes a record of its own.
    name: "recordConsent",
    share: 0.15,
    make: (stage, racer, n) => ({
      document:
        "mutation ($input: RecordConsentInput!) { recordConsent(input: $input) { consent { id } userErrors { code } } }",
      variables: {
        input: { vehicleId: vehicleOf(stage, racer, n), purpose: "SERVICE", lawfulBasis: "CONTRACT" },
      },
    }),
    effects: ["select count(*) from consents"],
  },
];
