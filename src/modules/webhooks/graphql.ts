/** Webhook endpoints and deliveries in the schema. */
export { WebhookMutations } from "./webhook.mutations.ts";
export { AttemptRelations, EndpointRelations, WebhookReads } from "./webhook.reads.ts";
