import { lexicographicSortSchema, printSchema, type GraphQLSchema } from "graphql";
import { buildSchemaSync, type ContainerType } from "type-graphql";
import { AreaReads } from "../modules/areas/graphql.ts";
import {
  ConsentMutations,
  ConsentRelations,
  ErasureMutations,
  VehicleConsents,
} from "../modules/consents/graphql.ts";
import { DemandReads, ForecastReads, OperationReads } from "../modules/demand/graphql.ts";
import { EventReads } from "../modules/events/graphql.ts";
import { ExportMutations, ExportQueue, ExportReads } from "../modules/exports/graphql.ts";
import { GarageArea, GarageReads } from "../modules/garages/graphql.ts";
import {
  DefectRelations,
  EventInspection,
  GarageInspections,
  InspectionReads,
  InspectionRelations,
  VehicleInspections,
} from "../modules/inspections/graphql.ts";
import { PartnerMutations, ViewerReads } from "../modules/partners/graphql.ts";
import { PartCategoryReads } from "../modules/parts/graphql.ts";
import { PriceBandRelations, PriceReads } from "../modules/prices/graphql.ts";
import { SignalQualityReads } from "../modules/quality/graphql.ts";
import { ScheduleReads } from "../modules/schedule/graphql.ts";
import {
  SignalConversionReads,
  SignalWorkMutations,
  SignalWorkRelations,
} from "../modules/signal-work/graphql.ts";
import {
  EventSignal,
  EvidenceRelations,
  GarageSignals,
  OfferRelations,
  PriceScope,
  SignalPrice,
  SignalReads,
  SignalRelations,
  VehicleSignals,
} from "../modules/signals/graphql.ts";
import {
  EventVehicle,
  VehicleArea,
  VehicleNextInspection,
  VehicleReads,
} from "../modules/vehicles/graphql.ts";
import {
  AttemptRelations,
  EndpointRelations,
  WebhookMutations,
  WebhookReads,
} from "../modules/webhooks/graphql.ts";
import { IntentMutations, RepairOrderMutations, WriteBackMutations } from "../modules/writeback/graphql.ts";
import { NodeReads } from "./node.reads.ts";
import { OperationCostReads } from "./operation-cost.reads.ts";

/** One line per resolver class; the order is the modules' import order. */
const resolvers = [
  NodeReads,
  OperationCostReads,
  ViewerReads,
  AreaReads,
  PartCategoryReads,
  ScheduleReads,
  EventReads,
  SignalQualityReads,
  VehicleReads,
  EventVehicle,
  VehicleArea,
  VehicleNextInspection,
  GarageReads,
  GarageArea,
  InspectionReads,
  InspectionRelations,
  EventInspection,
  DefectRelations,
  VehicleInspections,
  GarageInspections,
  ConsentRelations,
  VehicleConsents,
  ConsentMutations,
  ErasureMutations,
  PartnerMutations,
  PriceReads,
  PriceBandRelations,
  PriceScope,
  SignalPrice,
  SignalReads,
  SignalRelations,
  EventSignal,
  OfferRelations,
  EvidenceRelations,
  VehicleSignals,
  GarageSignals,
  SignalWorkRelations,
  SignalWorkMutations,
  SignalConversionReads,
  WriteBackMutations,
  RepairOrderMutations,
  IntentMutations,
  DemandReads,
  ForecastReads,
  OperationReads,
  WebhookReads,
  EndpointRelations,
  AttemptRelations,
  WebhookMutations,
  ExportReads,
  ExportQueue,
  ExportMutations,
] as const;

/** Resolvers hold no state, so one instance of each serves every request. */
const instances = new Map<unknown, object>(resolvers.map((Class) => [Class, new Class()]));
const container: ContainerType = { get: (Class) => instances.get(Class) };

export function createSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [...resolvers],
    container,
    validate: false,
  });
}

/** The text of schema/schema.graphql; sorted so that a diff shows only what changed. */
export function printContract(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
