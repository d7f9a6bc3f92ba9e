import { randomUUID } from "node:crypto";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { garages } from "../../src/modules/garages/garage.table.ts";
import { spherePoint } from "../../src/modules/garages/index.ts";
import { defects, inspections, odometerReadings } from "../../src/modules/inspections/inspection.table.ts";
import { vehicles } from "../../src/modules/vehicles/vehicle.table.ts";

type Vehicle = typeof vehicles.$inferInsert;
type Garage = typeof garages.$inferInsert;
type Inspection = typeof inspections.$inferInsert;
type Defect = typeof defects.$inferInsert;
type Reading = typeof odometerReadings.$inferInsert;

/** Inserts valid rows of which a test names only what it is about. The pool works as kimberlite_worker. */
export function builders(pool: pg.Pool) {
  const db: NodePgDatabase = drizzle(pool);
  let next = 0;
  const number = () => (next += 1);
  return {
    async vehicle(wanted: Partial<Vehicle> = {}): Promise<Vehicle> {
      const n = number();
      const row: Vehicle = {
        id: randomUUID(),
        country: "FR",
        registration: `ZZ${String(n).padStart(3, "0")}ZZ`,
        make: "RENAULT",
        model: "CLIO",
        category: "M1",
        usage: "PRIVATE",
        fuel: "PETROL",
        firstRegisteredOn: "2018-03-01",
        firstRegisteredPrecision: "DAY",
        areaCode: "FR-69",
        ...wanted,
      };
      await db.insert(vehicles).values(row);
      return row;
    },
    async garage(wanted: Partial<Garage> = {}): Promise<Garage> {
      const n = number();
      const row: Garage = {
        id: randomUUID(),
        country: "FR",
        source: "SYNTHETIC",
        externalId: `G${n}`,
        name: `Garage ${n}`,
        kinds: ["INSPECTION"],
        areaCode: "FR-69",
        networks: [],
        vehicleCategories: ["M1"],
        ...wanted,
      };
      if (row.latitude != null && row.longitude != null)
        row.position = spherePoint(row.latitude, row.longitude);
      await db.insert(garages).values(row);
      return row;
    },
    async inspection(vehicle: Vehicle, wanted: Partial<Inspection> = {}): Promise<Inspection> {
      const row: Inspection = {
        id: randomUUID(),
        vehicleId: vehicle.id,
        country: vehicle.country,
        areaCode: vehicle.areaCode,
        make: vehicle.make,
        kind: "PERIODIC",
        result: "PASS",
        performedOn: "2024-05-02",
        source: "SYNTHETIC",
        sourceKey: `test-${number()}`,
        ...wanted,
      };
      await db.insert(inspections).values(row);
      return row;
    },
    async defect(inspection: Inspection, wanted: Partial<Defect> = {}): Promise<Defect> {
      const row: Defect = {
        id: randomUUID(),
        vehicleId: inspection.vehicleId,
        inspectionId: inspection.id,
        ordinal: number() % 30_000,
        areaCode: inspection.areaCode,
        make: inspection.make,
        severity: "MAJOR",
        code: "1.1.13.a.2",
        scheme: "FR_CT",
        annexItem: "1.1.13",
        partCategories: ["BRAKE_PAD_SET"],
        ...wanted,
      };
      await db.insert(defects).values(row);
      return row;
    },
    async reading(inspection: Inspection, km: number, wanted: Partial<Reading> = {}): Promise<Reading> {
      const row: Reading = {
        id: inspection.id,
        vehicleId: inspection.vehicleId,
        areaCode: inspection.areaCode,
        make: inspection.make,
        readOn: inspection.performedOn,
        value: km,
        unit: "KM",
        km,
        source: "SYNTHETIC",
        ...wanted,
      };
      await db.insert(odometerReadings).values(row);
      return row;
    },
  };
}
