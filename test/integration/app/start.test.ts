import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { GraphQLClient } from "graphql-request";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Commands as their users run them: the built program, in a folder of its own. */
const PROGRAM = "src/app/kimberlite.mjs";
const VEHICLES = 120;

let folder: string;
let port: number;
const children = new Set<ChildProcess>();

interface Ran {
  readonly child: ChildProcess;
  readonly output: () => string;
}

function run(...args: string[]): Ran {
  const env = {
    PATH: process.env["PATH"] ?? "",
    KIMBERLITE_DATA_DIR: path.join(folder, "data"),
    KIMBERLITE_CREDENTIALS_FILE: path.join(folder, "credentials.json"),
    KIMBERLITE_DEMO_VEHICLES: String(VEHICLES),
    KIMBERLITE_NOW: "2026-06-15T10:00:00Z",
    PORT: String(port),
  };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

async function until(ran: Ran, words: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!ran.output().includes(words)) {
    if (Date.now() > deadline || ran.child.exitCode !== null)
      throw new Error(`No "${words}" in:\n${ran.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ended({ child }: Ran): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

type Persona = "distributor" | "garage" | "supplier" | "explorer" | "rival";

async function clientOf(persona: Persona): Promise<GraphQLClient> {
  const all = JSON.parse(readFileSync(path.join(folder, "credentials.json"), "utf8")) as Record<
    Persona,
    { clientId: string; clientSecret: string }
  >;
  const { clientId, clientSecret } = all[persona];
  const response = await fetch(`http://127.0.0.1:${port}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return new GraphQLClient(`http://127.0.0.1:${port}/graphql`, {
    headers: { authorization: `Bearer ${token}` },
  });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kimberlite-start-"));
  await chmod(folder, 0o711);
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
  server.close();
});

afterAll(async () => {
  for (const child of children) child.kill("SIGTERM");
  await Promise.all([...children].map((child) => ended({ child, output: () => "" })));
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe("kimberlite start", () => {
  const IDS = "{ vehicles(first: 3) { edges { node { id } } } }";
  let before: unknown;

  test("serves a seeded demo whose personas read all three entity kinds, nested", async () => {
    const started = run("start");
    await until(started, "Kimberlite is ready");

    const explorer = await clientOf("explorer");
    const answer = await explorer.request<{
      vehicles: {
        edges: { node: { inspections: { edges: { node: { garage: { name: string } | null } }[] } } }[];
      };
    }>(
      `{ vehicles(first: 8) { edges { node { make nextInspection { status } inspections(first: 3) {
        edges { node { result garage { name } defects { severity partCategories { key } } } } } } } } }`,
    );
    const garages = answer.vehicles.edges.flatMap(({ node }) =>
      node.inspections.edges.map(({ node: inspection }) => inspection.garage?.name),
    );
    expect(answer.vehicles.edges).toHaveLength(8);
    expect(garages.length).toBeGreaterThan(8);
    expect(garages.every((name) => name !== undefined)).toBe(true);

    const refused = run("start");
    expect(await ended(refused)).toBe(1);
    expect(refused.output()).toContain("already runs on");

    before = await (await clientOf("garage")).request<unknown>(IDS);
    started.child.kill("SIGKILL");
    await ended(started);
  }, 120_000);

  test("comes back with the same data after kill -9, keeps its credentials, and ends in order", async () => {
    const again = run("start");
    await until(again, "Kimberlite is ready");
    expect(await (await clientOf("garage")).request(IDS)).toEqual(before);
    const server = path.join(folder, "data/postgres/postmaster.pid");
    expect(existsSync(server)).toBe(true);
    again.child.kill("SIGINT");
    // Under `npm start`, Ctrl-C reaches the program twice: from the terminal, and from npm.
    await until(again, "Stopping");
    again.child.kill("SIGINT");
    expect(await ended(again)).toBe(0);
    expect(existsSync(server)).toBe(false);
    expect(again.output()).not.toContain("idle connection lost");
  }, 120_000);

  test("names every wrong setting at once and starts nothing", async () => {
    const child = spawn(process.execPath, [PROGRAM, "start"], {
      env: {
        PATH: process.env["PATH"] ?? "",
        PORT: "99999",
        LOG_LEVEL: "loud",
        KIMBERLITE_DATA_DIR: path.join(folder, "none"),
      },
    });
    let text = "";
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    expect(await ended({ child, output: () => text })).toBe(2);
    expect(text).toMatch(/- PORT: .*\n- LOG_LEVEL: /);
  });
});
