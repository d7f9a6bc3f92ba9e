import { randomUUID } from "node:crypto";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { findClientWithPartner, listClientsOf } from "./client.repository.ts";
import { checkName, checkTerms, dayOf, invalid, normaliseTerms, type ContractTerms } from "./contract.ts";
import type { Database } from "./database.ts";
import { conflict, done, notFound, refused, type Outcome, type UserError } from "./outcome.ts";
import {
  findPartnerBySlug,
  insertPartner,
  listPartnerRows,
  lockPartnerBySlug,
  updateContract,
  type PartnerStatus,
} from "./partner.repository.ts";
import { PARTNER_STATUSES, type ClientRow, type PartnerRow } from "./partner.table.ts";

export interface AdministrationDeps {
  readonly db: Database;
  /** The domain's today, which contracts run by. */
  now(): Date;
  /** Milliseconds since 1970, which credentials and tokens run by. */
  clock(): number;
  readonly logger: Logger;
}

/** A partner with its contract, as stored. */
export type Partner = PartnerRow;
/** A credential, without its secrets. */
export type Client = ClientRow;

/** Introspection is allowed, and the contract runs from today without end, where nothing else is said. */
export interface CreatePartnerInput
  extends
    Omit<ContractTerms, "introspection" | "validFrom" | "validUntil">,
    Partial<Pick<ContractTerms, "introspection" | "validFrom" | "validUntil">> {
  /** Lower-case words joined by hyphens; never changes. */
  readonly slug: string;
  readonly name: string;
}

const SLUG = /^(?=.{2,64}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** Adds a partner with its contract. A slug that is taken is a CONFLICT. */
export async function createPartner(
  deps: AdministrationDeps,
  input: CreatePartnerInput,
): Promise<Outcome<Partner>> {
  const terms = normaliseTerms({
    scopes: input.scopes,
    areas: input.areas,
    makes: input.makes,
    partFamilies: input.partFamilies,
    purposes: input.purposes,
    introspection: input.introspection ?? true,
    validFrom: input.validFrom ?? dayOf(deps.now()),
    validUntil: input.validUntil ?? null,
  });
  const errors: UserError[] = [];
  if (!SLUG.test(input.slug)) {
    errors.push(
      invalid("slug", "A slug has 2 to 64 lower-case letters and digits, in words joined by hyphens."),
    );
  }
  const [first, ...rest] = [...errors, ...nameErrors(input.name), ...checkTerms(terms)];
  if (first !== undefined) return refused(first, ...rest);
  const inserted = await insertPartner(deps.db, {
    id: randomUUID(),
    slug: input.slug,
    name: input.name.trim(),
    ...terms,
  });
  if (!inserted) return conflict("slug", "Another partner has this slug.");
  const partner = await findPartnerBySlug(deps.db, input.slug);
  if (partner === null) throw new Error("A partner that was just inserted is not there.");
  deps.logger.info({ event: "partner_created", partnerId: partner.id, slug: partner.slug });
  return done(partner);
}

function nameErrors(name: string): UserError[] {
  const error = checkName(name);
  return error === null ? [] : [error];
}

/** What is left out stays as it is. */
export interface UpdatePartnerContractInput extends Partial<ContractTerms> {
  readonly slug: string;
  readonly name?: string;
  /** SUSPENDED: no client gets a token or is admitted. */
  readonly status?: PartnerStatus;
}

/**
 * Changes a partner's contract, which counts for tokens already out as well. Clients keep the scopes they were given;
 * those that the contract no longer holds are not granted.
 */
export async function updatePartnerContract(
  deps: AdministrationDeps,
  input: UpdatePartnerContractInput,
): Promise<Outcome<Partner>> {
  const outcome = await deps.db.transaction(async (tx): Promise<Outcome<Partner>> => {
    const partner = await lockPartnerBySlug(tx, input.slug);
    if (partner === null) return notFound("slug", "There is no such partner.");
    const { name = partner.name, status = partner.status } = input;
    const terms = normaliseTerms({ ...termsOf(partner), ...givenTerms(input) });
    const errors = [...nameErrors(name), ...checkTerms(terms)];
    if (!PARTNER_STATUSES.includes(status))
      errors.push(invalid("status", "A partner is ACTIVE or SUSPENDED."));
    const [first, ...rest] = errors;
    if (first !== undefined) return refused(first, ...rest);
    const updatedAt = new Date(deps.clock());
    await updateContract(tx, partner.id, { name: name.trim(), status, terms }, updatedAt);
    const after = await findPartnerBySlug(tx, input.slug);
    if (after === null) throw new Error("A partner that was just updated is not there.");
    return done(after);
  });
  if (outcome.value !== null) deps.logger.info({ event: "contract_updated", partnerId: outcome.value.id });
  return outcome;
}

function termsOf(partner: Partner): ContractTerms {
  const { scopes, areas, makes, partFamilies, purposes, introspection, validFrom, validUntil } = partner;
  return { scopes, areas, makes, partFamilies, purposes, introspection, validFrom, validUntil };
}

const TERM_NAMES = [
  "scopes",
  "areas",
  "makes",
  "partFamilies",
  "purposes",
  "introspection",
  "validFrom",
  "validUntil",
] as const satisfies readonly (keyof ContractTerms)[];

function givenTerms(changes: UpdatePartnerContractInput): Partial<ContractTerms> {
  const given = TERM_NAMES.filter((name) => changes[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, changes[name]]));
}

/** Every partner, by slug. */
export async function listPartners(deps: AdministrationDeps): Promise<Partner[]> {
  return listPartnerRows(deps.db);
}

/** A partner and its clients; null: there is none. */
export async function showPartner(
  deps: AdministrationDeps,
  slug: string,
): Promise<{ partner: Partner; clients: Client[] } | null> {
  const partner = await findPartnerBySlug(deps.db, slug);
  if (partner === null) return null;
  return { partner, clients: await listClientsOf(deps.db, partner.id) };
}

/** A client and its partner, with the contract as it is written; null: there is none. */
export async function showClient(
  deps: AdministrationDeps,
  clientId: string,
): Promise<{ client: Client; partner: Partner } | null> {
  return findClientWithPartner(deps.db, clientId);
}
