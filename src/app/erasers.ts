import { eraseDeclarations } from "../modules/declarations/index.ts";
import { eraseInspectionIdentity } from "../modules/inspections/index.ts";
import { eraseRepairs } from "../modules/repairs/index.ts";
import { eraseSignalWork } from "../modules/signal-work/index.ts";
import { eraseSignals } from "../modules/signals/index.ts";
import { eraseVehicleIdentity } from "../modules/vehicles/index.ts";
import { eraseAnswers } from "../platform/idempotency/erase-answers.ts";

/** Everything that a vehicle's identity is taken out of; each module that stores any has one. */
export const ERASERS = [
  eraseVehicleIdentity,
  eraseInspectionIdentity,
  eraseRepairs,
  eraseDeclarations,
  eraseSignals,
  eraseSignalWork,
  eraseAnswers,
];
