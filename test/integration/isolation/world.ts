import { drizzle } from "drizzle-orm/node-postgres";
import { areasWithin } from "../../../src/modules/areas/index.ts";
import { garages } from "../../../src/modules/garages/garage.table.ts";
import { spherePoint } from "../../../src/modules/garages/index.ts";
import { defects, inspections, odometerReadings } from "../../../src/modules/inspections/inspection.table.ts";
import { refreshVehicleSummaries } from "../../../src/modules/inspections/index.ts";
import { rescoreVehicles } from "../../../src/modules/signals/index.ts";
import { vehicles } from "../../../src/modules/vehicles/vehicle.table.ts";
import { TODAY } from "../../support/server.ts";
import type { TestDatabase } from "../../support/database.ts";
import { Random } from "./random.ts";

/** Whose row it is: what contracts look at. Null where the row has none. */
export interface Facts {
  readonly area: string;
  readonly make: string | null;
  readonly partFamily: string | null;
}

export interface World {
  /** Every row that has an id, by its UUID. */
  readonly rows: ReadonlyMap<string, Facts & { readonly prefix: string }>;
  readonly plates: readonly {
    readonly country: string;
    readonly registration: string;
    readonly vin: string;
  }[];
}

/** Two of garage's territories, two of rival's, two of neither, and rows of which no more than the region or country is known. */
export const AREAS = ["FR-69", "FR-01", "FR-13", "NL", "FR-75", "GB-S", "FR-ARA", "FR"] as const;
export const MAKES = ["RENAULT", "PEUGEOT", "VOLKSWAGEN"] as const;
const VEHICLES_PER_CELL = 5;

/** What a text says of the row that it stands in: leaked without an id, it still tells where it comes from. */
const mark = (area: string, make: string | null, n: number) => `~${area}~${make ?? "*"}~${n}`;
export const MARKS = /~([A-Z-]+|[A-Z]+-\d+)~([A-Z]+|\*)~/g;

type Rows<T> = T[];

/** Fills a database with rows of every area and make, each marked with what it is. The same ids every time. */
export async function fillWorld(database: TestDatabase): Promise<World> {
  const random = new Random(11);
  const made = {
    garages: [] as Rows<typeof garages.$inferInsert>,
    vehicles: [] as Rows<typeof vehicles.$inferInsert>,
    inspections: [] as Rows<typeof inspections.$inferInsert>,
    defects: [] as Rows<typeof defects.$inferInsert>,
    readings: [] as Rows<typeof odometerReadings.$inferInsert>,
  };
  let n = 0;
  for (const area of AREAS)
    for (let i = 0; i < 4; i += 1) made.garages.push(garageIn(random, area, (n += 1)));
  for (const area of AREAS) {
    for (const make of MAKES) {
      for (let i = 0; i < VEHICLES_PER_CELL; i += 1) addVehicle(made, random, area, make, (n += 1));
    }
  }
  const pool = database.pool("kimberlite_worker");
  const db = drizzle(pool);
  await db.insert(garages).values(made.garages);
  await db.insert(vehicles).values(made.vehicles);
  await db.insert(inspections).values(made.inspections);
  await db.insert(defects).values(made.defects);
  await db.insert(odometerReadings).values(made.readings);
  const client = await pool.connect();
  const ids = made.vehicles.map(({ id }) => id);
  await refreshVehicleSummaries(client, ids);
  await rescoreVehicles(client, ids, { today: TODAY.toISOString().slice(0, 10), predictor: null });
  client.release();
  // Routed anywhere: what a signal leads to may lie outside the contract that shows the signal.
  await database.look(
    "update intent_signals set garage_id = (select id from garages order by md5(garages.id::text || intent_signals.id::text) limit 1)",
  );
  return { rows: await rowsOf(database), plates: made.vehicles.map(plateOf) };
}

type Made = Parameters<typeof addVehicle>[0];

function garageIn(random: Random, areaCode: string, n: number): typeof garages.$inferInsert {
  const [latitude, longitude] = [44 + n / 50, 4 + n / 50];
  return {
    id: random.uuid(),
    country: areaCode === "NL" ? "NL" : areaCode.startsWith("GB") ? "GB" : "FR",
    source: "SYNTHETIC",
    externalId: mark(areaCode, null, n),
    name: `${mark(areaCode, null, n)} garage`,
    kinds: ["INSPECTION", "REPAIR"],
    areaCode,
    networks: [mark(areaCode, null, n)],
    vehicleCategories: ["M1"],
    street: mark(areaCode, null, n),
    city: mark(areaCode, null, n),
    phone: mark(areaCode, null, n),
    latitude,
    longitude,
    position: spherePoint(latitude, longitude),
  };
}

function addVehicle(
  made: {
    garages: (typeof garages.$inferInsert)[];
    vehicles: (typeof vehicles.$inferInsert)[];
    inspections: (typeof inspections.$inferInsert)[];
    defects: (typeof defects.$inferInsert)[];
    readings: (typeof odometerReadings.$inferInsert)[];
  },
  random: Random,
  areaCode: string,
  make: string,
  n: number,
): void {
  const text = mark(areaCode, make, n);
  const own = { areaCode, make };
  const vehicleId = random.uuid();
  made.vehicles.push({
    id: vehicleId,
    country: areaCode === "NL" ? "NL" : areaCode.startsWith("GB") ? "GB" : "FR",
    registration: `ZZ${String(n).padStart(3, "0")}ZZ`,
    vin: `VF1ZZZZZZ00000${String(n).padStart(3, "0")}`,
    ...own,
    model: `${text} model`,
    variant: text,
    colour: text,
    category: "M1",
    usage: "PRIVATE",
    fuel: "PETROL",
    firstRegisteredOn: "2015-03-01",
    firstRegisteredPrecision: "DAY",
  });
  let failed: string | null = null;
  for (const year of [2021, 2023, 2025]) {
    const id = random.uuid();
    const performedOn = `${year}-0${random.integer(1, 9)}-1${random.integer(0, 9)}`;
    made.inspections.push({
      id,
      vehicleId,
      country: "FR",
      ...own,
      // At a garage of any territory.
      garageId: random.pick(made.garages).id,
      kind: failed === null ? "PERIODIC" : "RETEST",
      retestOf: failed,
      result: random.pick(["PASS", "FAIL_MAJOR", "PASS_WITH_MINOR"] as const),
      performedOn,
      nationalKind: text,
      nationalResult: text,
      certificateNumber: text,
      source: "SYNTHETIC",
      sourceKey: `${text} ${year}`,
    });
    failed = random.chance(0.3) ? id : null;
    const km = 10_000 * (year - 2018) + random.integer(0, 900);
    made.readings.push({
      id,
      vehicleId,
      ...own,
      readOn: performedOn,
      value: km,
      unit: "KM",
      km,
      source: "SYNTHETIC",
    });
    for (let ordinal = 0; ordinal < 2; ordinal += 1) {
      made.defects.push({
        id: random.uuid(),
        vehicleId,
        inspectionId: id,
        ordinal,
        ...own,
        severity: random.pick(["ADVISORY", "MINOR", "MAJOR"] as const),
        code: `${text} code`,
        scheme: "FR_CT",
        annexItem: random.pick(["1.1.13", "5.2.3", "5.3.1"]),
        partCategories: random.pick([["BRAKE_PAD_SET"], ["TYRE"], ["SPRING"]]),
      });
    }
  }
}

async function rowsOf(database: TestDatabase): Promise<World["rows"]> {
  const rows = await database.look(`
    select id, 'V' as prefix, area_code, make, null as part_family from vehicles
    union all select id, 'G', area_code, null, null from garages
    union all select id, 'I', area_code, make, null from inspections
    union all select id, 'D', area_code, make, null from defects
    union all select id, 'S', area_code, make, part_family from intent_signals`);
  return new Map(
    rows.map(({ id, prefix, area_code, make, part_family }) => [
      String(id),
      {
        prefix: String(prefix),
        area: String(area_code),
        make: make as string | null,
        partFamily: part_family as string | null,
      },
    ]),
  );
}

const plateOf = ({ country, registration, vin }: Made["vehicles"][number]) => ({
  country,
  registration: registration ?? "",
  vin: vin ?? "",
});

/** What a contract says of rows, as its words mean it and not as the product reads them. */
export interface Terms {
  readonly areas: readonly string[];
  readonly makes: readonly string[];
  readonly partFamilies: readonly string[];
}

/** Whether a contract shows a row: everything where it lists nothing. */
export function maySee(terms: Terms, { area, make, partFamily }: Facts): boolean {
  const isInArea = terms.areas.length === 0 || terms.areas.some((code) => areasWithin(code).includes(area));
  const isOfMake = terms.makes.length === 0 || make === null || terms.makes.includes(make);
  const isOfFamily =
    terms.partFamilies.length === 0 || partFamily === null || terms.partFamilies.includes(partFamily);
  return isInArea && isOfMake && isOfFamily;
}
