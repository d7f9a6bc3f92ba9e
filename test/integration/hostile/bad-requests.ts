import { badDocuments, GARAGE, INSPECTION, list, VEHICLE, type BadRequest } from "./bad-documents.ts";

/**
 * Requests of at most 256 KB that take a server long, by what is bad about them. `seed` makes each text new, so that
 * nothing remembers it.
 */
export const badRequests = (seed: number): Record<string, BadRequest> => ({
  ...badDocuments(seed),
  ...badVariables(seed),
});

/** Modest documents with bad values. */
function badVariables(seed: number): Record<string, BadRequest> {
  return {
    "2,500 ids": {
      query: `query ($ids: [ID!]!) { nodes(ids: $ids) { id } } # ${seed}`,
      variables: { ids: Array.from({ length: 2500 }, () => "V".padEnd(90, "A")) },
    },
    "a million variables' worth of ids": {
      query: `query ($ids: [ID!]!) { nodes(ids: $ids) { id } } # ${seed}`,
      variables: { ids: Array.from({ length: 60_000 }, () => "") },
    },
    "100 ids": {
      query: `query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Vehicle { ${VEHICLE} } ... on Inspection { ${INSPECTION} } ... on Garage { ${GARAGE} } } } # ${seed}`,
      variables: { ids: Array.from({ length: 100 }, (_, i) => ["V", "I", "G"][i % 3]!.padEnd(23, "A")) },
    },
    "an object of 20,000 unknown members": {
      query: `query ($f: GarageFilter) { garages(filter: $f) { edges { cursor } } } # ${seed}`,
      variables: { f: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`m${i}`, 1])) },
    },
    "20,000 variables that are not declared": {
      query: `{ __typename } # ${seed}`,
      variables: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`m${i}`, 1])),
    },
    "20,000 wrong enum values": {
      query: `query ($k: [InspectionKind!]) { inspections(filter: { kind: $k }) { edges { cursor } } } # ${seed}`,
      variables: { k: Array.from({ length: 20_000 }, () => "PERIODI") },
    },
    "20,000 right enum values": {
      query: `query ($k: [InspectionKind!]) { inspections(filter: { kind: $k }) { edges { cursor } } } # ${seed}`,
      variables: { k: Array.from({ length: 20_000 }, () => "PERIODIC") },
    },
    "a text of 250 KB where a number should be": {
      query: `query ($n: Int) { garages(first: $n) { edges { cursor } } } # ${seed}`,
      variables: { n: "Did you mean ".repeat(19_000) },
    },
    "a text of 250 KB of quotes": {
      query: `query ($n: Int) { garages(first: $n) { edges { cursor } } } # ${seed}`,
      variables: { n: '\\"'.repeat(60_000) },
    },
    "a text of 250 KB": {
      query: `query ($n: String) { garages(filter: { namePrefix: $n }) { edges { cursor } } } # ${seed}`,
      variables: { n: "a".repeat(250_000) },
    },
    "a mark of 250 KB": {
      query: `query ($n: String!) { vehicleByRegistration(country: FR, registration: $n) { id } } # ${seed}`,
      variables: { n: "- ".repeat(125_000) },
    },
    "a mark of 250 KB of letters": {
      query: `query ($n: String!) { vehicleByRegistration(country: GB, registration: $n) { id } } # ${seed}`,
      variables: { n: "A1".repeat(125_000) },
    },
    "a VIN of 250 KB": {
      query: `query ($n: String!) { vehicleByVin(vin: $n) { id } } # ${seed}`,
      variables: { n: "W ".repeat(125_000) },
    },
    "an area of 250 KB": {
      query: `query ($n: String) { vehicles(filter: { area: $n, make: $n, model: $n }) { edges { cursor } } } # ${seed}`,
      variables: { n: "ß".repeat(120_000) },
    },
    "a cursor of 250 KB": {
      query: `query ($n: String) { vehicles(after: $n) { edges { cursor } } } # ${seed}`,
      variables: { n: "A".repeat(250_000) },
    },
    "an id of 250 KB": {
      query: `query ($n: ID!) { vehicle(id: $n) { id } node(id: $n) { id } } # ${seed}`,
      variables: { n: "V".repeat(250_000) },
    },
    "a day of 250 KB": {
      query: `query ($n: Date) { inspections(filter: { performedFrom: $n }) { edges { cursor } } } # ${seed}`,
      variables: { n: "2".repeat(250_000) },
    },
    "weighing a document of a field 1,990 times": {
      query: `query ($d: String!) { operationCost(document: $d) { requested errors } } # ${seed}`,
      variables: { d: `{ ${"__typename ".repeat(1990)} }` },
    },
    "weighing 30 documents": {
      query: `query ($d: String!, $v: String) { ${list(30, (i) => `a${i}: operationCost(document: $d, variables: $v) { requested errors }`)} } # ${seed}`,
      variables: {
        d: `query ($n: Int) { vehicles(first: $n) { edges { node { ${VEHICLE} inspections(first: 1) { edges { node { ${INSPECTION} } } } } } } }`,
        v: JSON.stringify({ n: 1 }),
      },
    },
    "weighing 30 large documents": {
      query: `query ($d: String!) { ${list(30, (i) => `a${i}: operationCost(document: $d) { requested errors }`)} } # ${seed}`,
      variables: {
        d: `{ ${list(98, (i) => `...F${i}`)} } ${list(98, (i) => `fragment F${i} on Query { __typename }`)}`,
      },
    },
  };
}
