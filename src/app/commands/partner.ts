import type { Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import {
  openPartnerServices,
  PURPOSES,
  type Outcome,
  type PartnerServices,
} from "../../modules/partners/index.ts";
import { openPool, warnOfLostConnection } from "../../platform/db/pool.ts";
import { CommandError } from "../describe-failure.ts";
import { withRuntime } from "../runtime.ts";

const list = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);

/** `partner …`: contracts and credentials, for the operator. Answers JSON, so that scripts can read it. */
export function addPartnerCommand(program: Command, readConfig: ReadConfig): void {
  const partner = program
    .command("partner")
    .description("partners, their contracts and credentials (answers JSON)");

  partner
    .command("list")
    .description("every partner with its contract")
    .action(() => administer(readConfig, (services) => services.listPartners()));
  partner
    .command("show <slug>")
    .description("one partner with its clients")
    .action((slug: string) => administer(readConfig, (services) => services.showPartner(slug)));

  contractOptions(partner.command("create <slug>"))
    .description("a new partner; prints its contract")
    .requiredOption("--name <name>", "what people call it")
    .action((slug: string, options: ContractOptions & { name: string }) =>
      administer(readConfig, (services) =>
        services.createPartner({
          scopes: [],
          areas: [],
          makes: [],
          partFamilies: [],
          purposes: [],
          ...options,
          slug,
        }),
      ),
    );
  contractOptions(partner.command("update <slug>"))
    .description("change a partner's contract; what is not named stays")
    .action((slug: string, options: ContractOptions) =>
      administer(readConfig, (services) => services.updatePartnerContract({ ...options, slug })),
    );

  addClientCommands(partner, readConfig);
}

function addClientCommands(partner: Command, readConfig: ReadConfig): void {
  partner
    .command("add-client <slug>")
    .description("a new credential; its secret is shown this once")
    .requiredOption("--name <name>", "which program will use it")
    .option("--scopes <list>", "a subset of the contract's, comma-separated; all without it", list)
    .action((slug: string, options: { name: string; scopes?: string[] }) =>
      administer(readConfig, (services) => services.createClient({ ...options, partnerSlug: slug })),
    );
  partner
    .command("rotate-secret <clientId>")
    .description("a second secret beside the first, which ends after a day; shown this once")
    .action((clientId: string) =>
      administer(readConfig, (services) => services.rotateClientSecret({ clientId })),
    );
  partner
    .command("revoke-client <clientId>")
    .description("end a credential; its tokens fail within five seconds")
    .action((clientId: string) => administer(readConfig, (services) => services.revokeClient(clientId)));
}

type ContractOptions = Readonly<
  Partial<Record<"scopes" | "areas" | "makes" | "partFamilies" | "purposes", string[]>>
> & {
  readonly validFrom?: string;
  readonly validUntil?: string;
};

function contractOptions(command: Command): Command {
  return command
    .option("--scopes <list>", "comma-separated scopes", list)
    .option("--areas <list>", "comma-separated area codes; everywhere without it", list)
    .option("--makes <list>", "comma-separated makes; all without it", list)
    .option("--part-families <list>", "comma-separated part families; all without it", list)
    .option("--purposes <list>", "comma-separated purposes for personal data; none without it", list)
    .option("--valid-from <date>", "first day of the contract, YYYY-MM-DD; today without it")
    .option("--valid-until <date>", "last day of the contract, YYYY-MM-DD; open-ended without it");
}

async function administer(
  readConfig: ReadConfig,
  work: (services: PartnerServices) => Promise<unknown>,
): Promise<void> {
  await withRuntime(readConfig(), async ({ appUrl, keys, now, logger, config }) => {
    const pool = openPool({
      url: appUrl,
      role: "kimberlite_worker",
      max: 2,
      statementTimeoutMs: 30_000,
      onIdleError: warnOfLostConnection(logger),
    });
    const issuer = config.http.publicUrl ?? "http://localhost";
    const services = await openPartnerServices({ pool, keys, issuer, now, logger });
    try {
      const answer = await work(services);
      process.stderr.write(notesOn(answer));
      process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
      if (isRefusal(answer)) throw new CommandError("Refused: see userErrors above.");
    } finally {
      await services.close();
      await pool.end();
    }
  });
}

/** What a contract says that its writer may not have meant. */
function notesOn(answer: unknown): string {
  const { scopes, purposes } =
    ((answer ?? {}) as { value?: { scopes?: string[]; purposes?: string[] } | null }).value ?? {};
  if (scopes?.includes("vehicles:identify") !== true || purposes === undefined || purposes.length > 0)
    return "";
  return `Note: without a purpose (--purposes ${PURPOSES.join(",")}) plates and VINs stay hidden from this partner.\n`;
}

function isRefusal(answer: unknown): boolean {
  const { userErrors } = (answer ?? {}) as Partial<Outcome<unknown>>;
  return userErrors !== undefined && userErrors.length > 0;
}
