/** Partners, their contracts and credentials, and the authorisation server that gives out access tokens. */
export { oauthRoutes, type OauthDeps } from "./oauth.routes.ts";
export {
  openPartnerServices,
  type PartnerServices,
  type PartnerServicesSettings,
} from "./open-partner-services.ts";
export type {
  Client,
  CreatePartnerInput,
  Partner,
  UpdatePartnerContractInput,
} from "./administer-partners.service.ts";
export type {
  CreateClientInput,
  CreatedClient,
  RotateClientSecretInput,
  RotatedSecret,
} from "./administer-clients.service.ts";
export type { ContractTerms } from "./contract.ts";
export type { Outcome, UserError } from "./outcome.ts";
export { PERSONAS, type Persona } from "./demo-partners.data.ts";
export type { DemoCredential } from "./ensure-demo-partners.service.ts";
export { PURPOSES, type Purpose } from "./purposes.ts";
