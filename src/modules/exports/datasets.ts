import { parse, type DocumentNode, type GraphQLSchema } from "graphql";
import type { Principal, Scope } from "../../platform/auth/principal.ts";
import { AppError } from "../../platform/errors/app-error.ts";
import { openEveryRow, requireList, withinScopes, type EveryRow } from "../../platform/graphql/every-row.ts";
import type { ReadsDeps } from "../../platform/graphql/run-reads.ts";
import { openPublishedRows, PUBLISHED_COLUMNS, requirePeriod } from "../demand/graphql.ts";
import { columnsOf, type ColumnPath } from "./columns.ts";
import type { ExportDataset } from "./export.table.ts";

/** As the dataset's own field takes it, in JSON; null: everything in the contract. */
export type DatasetFilter = Readonly<Record<string, unknown>> | null;

/** What an export's files are made of. */
export interface DatasetRows {
  readonly columns: readonly ColumnPath[];
  readonly rows: EveryRow;
  /** Day of the publication that they are from; absent where rows are read as they stand. */
  readonly publishedOn?: string | null;
}

export interface Dataset {
  /**
   * Checks an export as if its rows were asked for here and now.
   * @throws {AppError} MISSING_SCOPE, BAD_USER_INPUT
   */
  require(schema: GraphQLSchema, asker: Principal, filter: DatasetFilter): void;
  open(
    schema: GraphQLSchema,
    reads: ReadsDeps,
    principal: Principal,
    filter: DatasetFilter,
  ): Promise<DatasetRows>;
}

type ListDataset = Exclude<ExportDataset, "DEMAND">;

interface List {
  /** With everything that may be in a row: what the scopes do not open is left out. */
  readonly document: DocumentNode;
  /** Rows are about vehicles, and name theirs: whoever is taken out later is found by that id. */
  readonly isOfVehicles: boolean;
}

function requireScope(dataset: ExportDataset, { scopes }: Principal, scope: Scope, reason: string): void {
  if (scopes.has(scope)) return;
  const path = `startExport(dataset: ${dataset})`;
  throw new AppError("MISSING_SCOPE", `${path} needs the scope ${scope}: ${reason}.`, {
    missing: [scope],
    granted: [...scopes],
    path,
  });
}

/** The rows of a list of the schema. */
const listed = (name: ListDataset, { document, isOfVehicles }: List): Dataset => ({
  require(schema, asker, filter) {
    if (isOfVehicles) requireScope(name, asker, "vehicles:read", "its rows name vehicles");
    if (filter !== null && "registration" in filter) {
      // Also keeps plates out of the table of exports.
      throw new AppError(
        "BAD_USER_INPUT",
        "One vehicle is looked up, not exported: filter by something else.",
        { argument: "filter.vehicles.registration" },
      );
    }
    requireList(schema, asker, {
      document: withinScopes(schema, document, asker.scopes),
      variables: { filter },
    });
  },
  async open(schema, reads, principal, filter) {
    const own = withinScopes(schema, document, principal.scopes);
    const rows = await openEveryRow(schema, reads, principal, { document: own, variables: { filter } });
    return { columns: columnsOf(schema, own), rows };
  },
});

/** The newest publication of demand. */
const demand: Dataset = {
  require(_schema, asker, filter) {
    requireScope("DEMAND", asker, "demand:read", "its rows are published demand");
    requirePeriod(filter ?? {});
  },
  async open(_schema, reads, principal, filter) {
    const rows = await openPublishedRows(reads, principal, filter ?? {});
    return { columns: PUBLISHED_COLUMNS, rows, publishedOn: rows.publishedOn };
  },
};

const list = (field: string, filter: string, row: string): DocumentNode =>
  parse(`query ($filter: ${filter}) { ${field}(filter: $filter) { edges { node { ${row} } } } }`);

const VEHICLE = `
  id country registration vin make model variant colour category usage fuel engineCapacityCc powerKw grossMassKg
  firstRegisteredOn firstRegisteredPrecision area { code }
  odometer { latestKm readOn kmPerYear verdict reason }
  nextInspection { kind dueOn earliestOn status basis ruleId }
  updatedAt`;

const INSPECTION = `
  id vehicle { id } garage { id } country kind result nationalKind nationalResult performedOn validUntil retestBy
  drivingBannedFrom certificateNumber odometer { km reason } source
  defects { code scheme annexItem severity position { axle side spot axleNumber } rectified }`;

const GARAGE = `
  id name kinds externalId source address { street postalCode city country } phone location { latitude longitude }
  networks vehicleCategories area { code }`;

const SIGNAL = `
  id kind origin status vehicle { id } area { code } garage { id } inspectionKind
  offer { partCategory { key } operation quantity position { axle side spot axleNumber } }
  moment { from likely until expiresOn } probability interval { low high } baseline { name rate } lift score
  modelVersion firstSeenAt updatedAt`;

export const LISTS: Readonly<Record<ListDataset, List>> = {
  VEHICLES: { document: list("vehicles", "VehicleFilter", VEHICLE), isOfVehicles: true },
  INSPECTIONS: { document: list("inspections", "InspectionFilter", INSPECTION), isOfVehicles: true },
  GARAGES: { document: list("garages", "GarageFilter", GARAGE), isOfVehicles: false },
  INTENT_SIGNALS: { document: list("intentSignals", "IntentSignalFilter", SIGNAL), isOfVehicles: true },
};

export const DATASETS: Readonly<Record<ExportDataset, Dataset>> = {
  VEHICLES: listed("VEHICLES", LISTS.VEHICLES),
  INSPECTIONS: listed("INSPECTIONS", LISTS.INSPECTIONS),
  GARAGES: listed("GARAGES", LISTS.GARAGES),
  INTENT_SIGNALS: listed("INTENT_SIGNALS", LISTS.INTENT_SIGNALS),
  DEMAND: demand,
};
