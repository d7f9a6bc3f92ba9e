export interface BadRequest {
  readonly query: string;
  readonly variables?: unknown;
}

export const list = (count: number, make: (i: number) => string, joint = " ") =>
  Array.from({ length: count }, (_, i) => make(i)).join(joint);

export const VEHICLE =
  "id country make model variant colour category usage fuel engineCapacityCc powerKw firstRegisteredOn firstRegisteredPrecision area { code } odometer { latestKm readOn kmPerYear verdict reason } nextInspection { kind dueOn earliestOn status basis ruleId citation missingInputs window { from until } }";
export const INSPECTION =
  "id country kind result nationalKind nationalResult performedOn validUntil retestBy drivingBannedFrom source odometer { km readOn value unit source reason repairedKm } defects { id code scheme severity annexItem text position { axle side spot axleNumber } partCategories { key name family } }";
export const GARAGE =
  "id name kinds externalId networks vehicleCategories distanceKm phone address { street city postalCode country } location { latitude longitude } area { code name parent { code } }";

/** Documents that take a server long: each as bad as the limits let it be, and some beyond. */
export function badDocuments(seed: number): Record<string, BadRequest> {
  const q = (query: string): BadRequest => ({ query: `${query} # ${seed}` });
  const standard = `{ __schema { queryType { name } types { kind name description fields(includeDeprecated: true) { name description args { name description type { ...T } defaultValue } type { ...T } isDeprecated deprecationReason } inputFields { name description type { ...T } defaultValue } interfaces { ...T } enumValues { name description isDeprecated deprecationReason } possibleTypes { ...T } } directives { name description locations args { name type { ...T } } } } } fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`;
  return {
    "a field 1,990 times": q(`{ ${"__typename ".repeat(1990)} }`),
    "a field 100 times": q(`{ ${"__typename ".repeat(99)} }`),
    "twenty fields 20 times each": q(
      `{ areas { ${list(25, () => "code country level name latitude longitude parent { code } children { code }")} } }`,
    ),
    "70 fragments of the same 20 fields": q(
      `{ areas { ${list(70, (i) => `...F${i}`)} } } ${list(70, (i) => `fragment F${i} on Area { ${"code ".repeat(20)} }`)}`,
    ),
    "99 fragments of one field": q(
      `{ areas { ${list(99, (i) => `...F${i}`)} } } ${list(99, (i) => `fragment F${i} on Area { code }`)}`,
    ),
    "99 fragments of different fields": q(
      `{ vehicles(first: 1) { edges { node { ${list(99, (i) => `...F${i}`)} } } } } ${list(99, (i) => `fragment F${i} on Vehicle { id make model colour ${"variant category usage fuel".split(" ")[i % 4] ?? ""} }`)}`,
    ),
    "nested twins": q(`{ areas ${twins(8)} }`),
    "nested twins in fragments": q(
      `{ areas { ...F0 ...F0 } } ${list(9, (i) => `fragment F${i} on Area { parent { ...F${i + 1} ...G${i + 1} } } fragment G${i} on Area { parent { ...G${i + 1} ...F${i + 1} } }`)} fragment F9 on Area { code } fragment G9 on Area { code }`,
    ),
    "twelve levels of six": q(`{ areas ${wide(9, 3)} }`),
    "18 levels of doubling fragments": q(
      `{ areas { ...F0 ...F0 } } ${list(18, (i) => `fragment F${i} on Area { ...F${i + 1} ...F${i + 1} }`)} fragment F18 on Area { code }`,
    ),
    "fragments in a chain": q(
      `{ areas { ...F0 } } ${list(200, (i) => `fragment F${i} on Area { code ...F${i + 1} }`)} fragment F200 on Area { code }`,
    ),
    "fragments that each spread all later ones": q(
      `{ areas { ...F0 } } ${list(40, (i) => `fragment F${i} on Area { code ${list(39 - i, (j) => `...F${i + j + 1}`)} }`)}`,
    ),
    "unused fragments that each spread all later ones": q(
      `{ __typename } ${list(40, (i) => `fragment F${i} on Area { code ${list(39 - i, (j) => `...F${i + j + 1}`)} }`)}`,
    ),
    "ten operations over the same fragments": q(
      `${list(10, (i) => `query Q${i} { areas { ...F0 } }`)} ${list(90, (i) => `fragment F${i} on Area { code ...F${i + 1} }`)} fragment F90 on Area { code }`,
    ),
    "400 variables": q(`query (${list(480, (i) => `$v${i}: Int`)}) { __typename }`),
    "variables used in many fragments": q(
      `query (${list(150, (i) => `$v${i}: Boolean = true`)}) { ${list(49, (i) => `...F${i}`)} } ${list(49, (i) => `fragment F${i} on Query { __typename @include(if: $v${i}) }`)}`,
    ),
    "450 unknown fields": q(`{ ${list(1900, (i) => `x${i}`)} }`),
    "an unknown field with a long name": q(`{ ${"x".repeat(60_000)} }`),
    "unknown types": q(`{ ${list(300, (i) => `... on Vehicel${i} { x }`)} }`),
    "conflicting fields": q(
      `{ areas { ${list(30, (i) => `a${i % 2}: ${["code", "name", "level"][i % 3] ?? ""}`)} } }`,
    ),
    "large arguments, the same 80 times": q(
      `{ ${list(80, () => `garages(filter: { namePrefix: "${"n".repeat(300)}", postalCode: "${"p".repeat(300)}" }) { edges { cursor } }`)} }`,
    ),
    "large arguments, different 80 times": q(
      `{ ${list(80, (i) => `garages(filter: { namePrefix: "${"n".repeat(300)}", postalCode: "${"p".repeat(300)}${i}" }) { edges { cursor } }`)} }`,
    ),
    "a filter of every field, the same 50 times": q(
      `{ ${list(50, () => `vehicles(filter: { country: FR, make: "A", model: "B", area: "C", category: M1, usage: TAXI, fuel: PETROL }) { pageInfo { hasNextPage } }`)} }`,
    ),
    "45,000 line feeds in a block text": q(
      `{ garages(filter: { namePrefix: """${"\n".repeat(60_000)}""" }) { edges { cursor } } }`,
    ),
    "a list of 900 literals": q(`{ nodes(ids: [${list(900, (i) => `"V${i}"`)}]) { id } }`),
    "a long text literal": q(
      `{ garages(filter: { namePrefix: "${"x".repeat(60_000)}" }) { edges { cursor } } }`,
    ),
    "a long block text": q(
      `{ garages(filter: { namePrefix: """${"\n x".repeat(20_000)}""" }) { edges { cursor } } }`,
    ),
    escapes: q(`{ garages(filter: { namePrefix: "${"\\u0041".repeat(10_000)}" }) { edges { cursor } } }`),
    "256 KB of commas": { query: `{ __typename ${",".repeat(255_000)} } # ${seed}` },
    "64 KB of commas": { query: `{ __typename ${",".repeat(64_000)} } # ${seed}` },
    "64 KB of line feeds": { query: `{ __typename ${"\n".repeat(64_000)} nope } # ${seed}` },
    "64 KB of comments": { query: `{ __typename ${"#\n".repeat(32_000)} nope } # ${seed}` },
    "deep braces": q("{a".repeat(999)),
    "deep lists": q(`{ nodes(ids: ${"[".repeat(1900)}) { id } }`),
    "deep objects": q(
      `{ garages(filter: ${"{ a: ".repeat(600)} 1 ${"}".repeat(600)}) { edges { cursor } } }`,
    ),
    "deep types": q(`query ($x: ${"[".repeat(900)}Int${"]".repeat(900)}) { __typename }`),
    "every field there is, twice nested": q(
      `{ vehicles(first: 1) { edges { node { ${VEHICLE} inspections(first: 1) { edges { node { ${INSPECTION} garage { ${GARAGE} } vehicle { ${VEHICLE} inspections(first: 1) { edges { node { ${INSPECTION} } } } } } } } odometerReadings { km readOn value unit source reason repairedKm } } } } }`,
    ),
    "30 roots of one fragment": q(
      `{ ${list(30, (i) => `a${i}: vehicles(first: 1) { edges { node { ...V } } }`)} } fragment V on Vehicle { ${VEHICLE} inspections(first: 1) { edges { node { id defects { code text } garage { name area { code } } } } } }`,
    ),
    "30 roots of rows within rows": q(
      `{ ${list(28, (i) => `a${i}: vehicles(first: 1) { edges { node { ...V } } }`)} } fragment V on Vehicle { a: inspections(first: 1) { ...I } b: inspections(first: 1) { ...I } odometerReadings { km } } fragment I on InspectionConnection { edges { node { defects { partCategories { key } repeatOf { code } } garage { area { parent { code } } } vehicle { area { parent { parent { code } } } } } } }`,
    ),
    "as many relations as fit": q(
      `{ ${list(18, (i) => `a${i}: inspections(first: 1) { edges { node { ...I } } }`)} } fragment A on Area { parent { parent { parent { code } } } } fragment I on Inspection { vehicle { area { ...A } } garage { area { ...A } } retestOf { vehicle { area { ...A } } garage { area { ...A } } retestOf { garage { area { ...A } } } } odometer { km } defects { repeatOf { repeatOf { code } } } }`,
    ),
    "14 roots of one fragment": q(
      `{ ${list(14, (i) => `a${i}: vehicles(first: 1) { edges { node { ...V } } }`)} } fragment V on Vehicle { ${VEHICLE} inspections(first: 1) { edges { node { id defects { code text } garage { name area { code } } } } } }`,
    ),
    "13 roots with every filter": q(
      `{ ${list(13, (i) => `a${i}: vehicles(first: 1, filter: { country: FR, make: "A", model: "B", area: "FR", category: M1, usage: TAXI, fuel: PETROL, registration: "AA${i}", firstRegisteredFrom: "2000-01-01", firstRegisteredUntil: "2020-01-01" }, orderBy: RECENTLY_UPDATED) { edges { node { ...V } } }`)} } fragment V on Vehicle { registration vin id country make model variant colour category usage fuel area { code parent { code } } odometer { latestKm readOn verdict } nextInspection { kind dueOn ruleId citation } inspections(first: 1) { edges { node { id garage { name } vehicle { registration vin } } } } }`,
    ),
    "large arguments, the same 57 times": q(
      `{ ${list(57, () => `garages(filter: { namePrefix: "${"n".repeat(300)}", postalCode: "${"p".repeat(300)}" }) { edges { cursor } }`)} }`,
    ),
    "large arguments, the same 99 times": q(
      `{ ${list(80, () => `vehicle(id: "${"n".repeat(700)}") { ...V }`)} } fragment V on Vehicle { id }`,
    ),
    "1,000 rows of every field": q(
      `{ vehicles(first: 15) { edges { node { ${VEHICLE} inspections(first: 1) { edges { node { ${INSPECTION} } } } } } } }`,
    ),
    "1,000 inspections": q(
      `{ ${list(3, (i) => `a${i}: inspections(first: 100) { edges { cursor node { id kind result performedOn odometer { km value readOn } vehicle { id make model variant colour nextInspection { kind dueOn ruleId citation missingInputs window { from until } } } } } }`)} }`,
    ),
    "500 vehicles with their next inspections": q(
      `{ ${list(5, (i) => `a${i}: vehicles(first: 100) { edges { cursor node { id make model variant colour fuel usage category powerKw engineCapacityCc firstRegisteredOn odometer { latestKm verdict kmPerYear } nextInspection { kind dueOn status ruleId citation missingInputs window { from until } } } } }`)} }`,
    ),
    "1,000 vehicles with cursors": q(
      `{ ${list(10, (i) => `a${i}: vehicles(first: 100) { edges { cursor node { id country make model variant colour category usage fuel engineCapacityCc powerKw firstRegisteredOn firstRegisteredPrecision odometer { latestKm readOn kmPerYear verdict reason } } } }`)} }`,
    ),
    "lists that are longer than usual": q(
      `{ vehicles(first: 40) { edges { node { odometerReadings { km readOn value unit source } inspections(first: 1) { edges { node { id } } } } } } }`,
    ),
    "every field, 30 roots": q(
      `{ ${list(12, (i) => `a${i}: vehicles(first: 1) { edges { node { ${VEHICLE} inspections(first: 1) { edges { node { ${INSPECTION} } } } } } }`)} }`,
    ),
    "nested to the limit": q(
      `{ vehicles(first: 1) { edges { node { inspections(first: 1) { edges { node { vehicle { inspections(first: 1) { edges { node { id } } } } } } } } } } }`,
    ),
    "thirty areas trees": q(
      `{ ${list(5, (i) => `a${i}: areas { code country level name latitude longitude parent { code name } }`)} }`,
    ),
    "the catalogue five times": q(
      `{ ${list(12, (i) => `a${i}: partCategories { key family serviceOnly ${list(2, (j) => `n${i}${j}: name(locale: FR)`)} }`)} }`,
    ),
    "areas and all below them": q(
      `{ areas { code parent { code name } children { code name country level latitude longitude } } }`,
    ),
    "the usual introspection": q(standard),
    "fields of fields' types": q(
      "{ __schema { types { name description fields { name description type { name description fields { name description isDeprecated deprecationReason } } } } } }",
    ),
    "arguments of fields of fields' types": q(
      "{ __schema { types { name fields { name type { name ofType { name ofType { name ofType { name fields { name description args { name description defaultValue type { kind name ofType { kind name } } } } } } } } } } } }",
    ),
    "enum values of arguments of fields": q(
      "{ __schema { types { fields { args { type { enumValues { name description isDeprecated } ofType { enumValues { name description isDeprecated } } } } } } } }",
    ),
    "introspection 12 times": q(
      `{ ${list(12, (i) => `a${i}: __schema { types { name description fields { name description args { name description } } } }`)} }`,
    ),
    "types of types 29 times": q(
      `{ __schema { ${list(29, (i) => `a${i}: types { kind name description fields(includeDeprecated: true) { name description isDeprecated deprecationReason type { kind name ofType { kind name ofType { kind name } } } args { name description defaultValue type { kind name ofType { kind name } } } } }`)} } }`,
    ),
    "types 19 times": q(
      `{ __schema { ${list(29, (i) => `a${i}: types { name description fields { name description args { name description } } }`)} } }`,
    ),
    "possible types of interfaces of types": q(
      "{ __schema { types { possibleTypes { interfaces { possibleTypes { name description fields { name description } } } } } } }",
    ),
  };
}

/** Each level twice the same field. */
function twins(levels: number): string {
  return levels === 0 ? "{ code }" : `{ parent ${twins(levels - 1)} parent ${twins(levels - 1)} }`;
}

/** Each level a few different ways down. */
function wide(levels: number, ways: number): string {
  if (levels === 0) return "{ code }";
  return `{ code name parent ${wide(levels - 1, 1)} ${list(ways - 1, () => "children { code }")} }`;
}
