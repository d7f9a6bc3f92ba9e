import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { addSecret, createClient, type ClientAdministrationDeps } from "./administer-clients.service.ts";
import { createPartner } from "./administer-partners.service.ts";
import { deleteSecrets, listClientsOf, listLiveSecrets } from "./client.repository.ts";
import { DEMO_PARTNERS, PERSONAS, type Persona } from "./demo-partners.data.ts";
import type { Outcome } from "./outcome.ts";
import { findPartnerBySlug, lockDemoPartners } from "./partner.repository.ts";

export interface DemoCredential {
  readonly clientId: string;
  readonly clientSecret: string;
}

const CREDENTIALS = z.record(z.string(), z.object({ clientId: z.string(), clientSecret: z.string() }));

/**
 * The demo's partners with one client each, made where they are missing. Their secrets are kept readable in the data
 * folder, which no other partner's are: a demo prints them at every start. Where that file is lost or of another
 * database, the clients get new secrets and the old ones end.
 */
export async function ensureDemoPartners(
  deps: ClientAdministrationDeps,
  dataDir: string,
): Promise<Readonly<Record<Persona, DemoCredential>>> {
  const file = path.join(dataDir, "demo-credentials.json");
  await mkdir(dataDir, { recursive: true });
  return deps.db.transaction(async (tx) => {
    await lockDemoPartners(tx);
    const inTransaction = { ...deps, db: tx };
    const kept = await readCredentials(file);
    const found: [Persona, DemoCredential][] = [];
    for (const persona of PERSONAS) {
      found.push([persona, await ensurePersona(inTransaction, persona, kept[persona])]);
    }
    const credentials = Object.fromEntries(found) as Record<Persona, DemoCredential>;
    const isKept = PERSONAS.every(
      (persona) => kept[persona]?.clientSecret === credentials[persona].clientSecret,
    );
    if (!isKept) await writeCredentials(file, credentials);
    return credentials;
  });
}

async function ensurePersona(
  deps: ClientAdministrationDeps,
  persona: Persona,
  kept: DemoCredential | undefined,
): Promise<DemoCredential> {
  const slug = `demo-${persona}`;
  const { name, scopes, areas, purposes } = DEMO_PARTNERS[persona];
  // From long ago, so that the demo also runs when its today is set back.
  const terms = { scopes, areas, purposes, makes: [], partFamilies: [], validFrom: "2000-01-01" };
  const partner =
    (await findPartnerBySlug(deps.db, slug)) ?? valueOf(await createPartner(deps, { slug, name, ...terms }));
  const client = (await listClientsOf(deps.db, partner.id)).find((one) => one.revokedAt === null);
  if (client === undefined) {
    const created = valueOf(await createClient(deps, { partnerSlug: slug, name: "Demo client" }));
    return { clientId: created.client.id, clientSecret: created.clientSecret ?? "" };
  }
  const live = await listLiveSecrets(deps.db, client.id, new Date(deps.clock()));
  const works = kept?.clientId === client.id && deps.hasher.findMatch(kept.clientSecret, live) !== null;
  if (works) return kept;
  await deleteSecrets(deps.db, client.id);
  return { clientId: client.id, clientSecret: await addSecret(deps, deps.db, client.id) };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.value !== null) return outcome.value;
  throw new Error(
    `The demo's partners are wrong: ${outcome.userErrors.map((error) => error.message).join(" ")}`,
  );
}

async function readCredentials(file: string): Promise<Partial<Record<string, DemoCredential>>> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    return CREDENTIALS.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

async function writeCredentials(file: string, credentials: object): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
