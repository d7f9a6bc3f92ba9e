/** Events brought to partners' own servers, signed by the Standard Webhooks specification. */
export { deleteOldDeliveries } from "./delete-old-deliveries.ts";
export type { Deliveries } from "./open-deliveries.ts";
export { openWebhookDeliveries, openWebhookServices, type DeliverySettings } from "./open-webhooks.ts";
export type { AddressRules } from "./public-address.ts";
export type { RetrySchedule } from "./retry-schedule.ts";
