/** Which parts will fail the next inspection: cohorts' rates, moved by what the vehicle's own records show. */
export { failurePredictorFor, type CohortModel } from "./failure-predictor-for.ts";
export { currentPredictor } from "./current-predictor.ts";
export { drivingOf, expectedKm, type Driving } from "./expected-km.ts";
export { itemOf } from "./noted-items.ts";
