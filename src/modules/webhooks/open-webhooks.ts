import type { InstallationKeys } from "../../platform/auth/installation-keys.ts";
import type { Principal } from "../../platform/auth/principal.ts";
import { sealingWith } from "../../platform/auth/sealing.ts";
import * as administration from "./administer-endpoints.service.ts";
import { openDeliveries, type Deliveries, type DeliveriesDeps } from "./open-deliveries.ts";
import { RETRY_SCHEDULE, type RetrySchedule } from "./retry-schedule.ts";
import { openSender } from "./send-message.ts";

type Keyed<T> = Omit<T, "sealing"> & { readonly keys: InstallationKeys };

const sealingOf = (keys: InstallationKeys) => sealingWith(keys.derive("webhook-secrets", 32));

/** A partner's endpoints. */
export type WebhookServices = ReturnType<typeof openWebhookServices>;

export function openWebhookServices({ keys, ...rest }: Keyed<administration.EndpointDeps>) {
  const deps = { ...rest, sealing: sealingOf(keys) };
  return {
    create: (asker: Principal, input: administration.CreateEndpointInput) =>
      administration.createEndpoint(deps, asker, input),
    update: (asker: Principal, input: administration.UpdateEndpointInput) =>
      administration.updateEndpoint(deps, asker, input),
    delete: (asker: Principal, id: string | null) => administration.deleteEndpoint(deps, asker, id),
    rotateSecret: (asker: Principal, input: { readonly id: string | null; readonly overlapHours?: number }) =>
      administration.rotateSecret(deps, asker, input),
    test: (asker: Principal, id: string | null) => administration.testEndpoint(deps, asker, id),
    replay: (asker: Principal, input: administration.ReplayInput) =>
      administration.replayDeliveries(deps, asker, input),
  };
}

export type DeliverySettings = Keyed<Omit<DeliveriesDeps, "sender" | "schedule">> &
  Pick<administration.EndpointDeps, "addressRules"> & {
    /** Left out: RETRY_SCHEDULE. */
    readonly schedule?: RetrySchedule;
    /** Left out: ATTEMPT_MS. */
    readonly attemptMs?: number;
  };

/** Brings events to endpoints until it is closed; for workers. */
export function openWebhookDeliveries(settings: DeliverySettings): Deliveries {
  const { keys, addressRules, attemptMs, schedule = RETRY_SCHEDULE, ...rest } = settings;
  return openDeliveries({
    ...rest,
    schedule,
    sealing: sealingOf(keys),
    sender: openSender(addressRules, attemptMs),
  });
}

declare module "../../platform/graphql/context.ts" {
  interface Services {
    readonly webhooks: WebhookServices;
  }
}
