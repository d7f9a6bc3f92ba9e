import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, test } from "vitest";
import { listRejectedRows } from "../../../src/modules/ingestion/index.ts";
import { ingestText } from "../../support/ingestion.ts";
import { ukHistory } from "../../support/uk-histories.ts";
import { CAR, GARAGE, openWriting } from "../writeback/writing.ts";
import { dial } from "./raw-request.ts";

const { scene, lyon, marseille, vehicles, garages, orders, inspections, count } = await openWriting();
afterAll(() => scene.server.close());

const MB = 1 << 20;
const CHILD = path.resolve(import.meta.dirname, "../../support/ingest-child.ts");

/** The bytes of a mutation over HTTP, as they go over the wire. */
function request(query: string, variables: object, headers: Record<string, string> = {}): Buffer {
  const body = JSON.stringify({ query, variables });
  const all = {
    host: "localhost",
    authorization: `Bearer ${lyon.token}`,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST /graphql HTTP/1.1\r\n${head.join("")}\r\n${body}`);
}

const UPSERT = `mutation ($input: UpsertVehiclesInput!) {
  upsertVehicles(input: $input) { results { result userErrors { code } } }
}`;

describe("F101: one line of 200 MB", () => {
  test("on standard input is refused, those around it are read, and the memory does not grow with it", async () => {
    const child = spawn(process.execPath, [CHILD, scene.server.database.appUrl, "uk-mot-history", "-"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    let last = "";
    const told = (async () => {
      for await (const line of createInterface({ input: child.stdout })) last = line;
    })();
    const write = async (piece: string | Buffer) => {
      if (!child.stdin.write(piece)) await once(child.stdin, "drain");
    };
    await write(`${JSON.stringify(ukHistory(1))}\n`);
    for (let sent = 0; sent < 200; sent += 1) await write(Buffer.alloc(MB, "x"));
    child.stdin.end(`\n${JSON.stringify(ukHistory(2))}\n`);
    await told;
    const { summary, grownBytes } = JSON.parse(last) as { summary: { runId: string }; grownBytes: number };
    expect(summary).toMatchObject({ byKind: { vehicle: { read: 3, inserted: 2, rejected: 1 } } });
    const pool = scene.server.database.pool("kimberlite_worker", 1);
    expect(await listRejectedRows(pool, summary.runId, { limit: 5 })).toMatchObject([
      { lineNumber: 2, code: "ROW_TOO_LONG" },
    ]);
    // A file is read into one buffer; a pipe gives a new one for each piece, and Node collects them at 64 MB.
    expect(grownBytes).toBeLessThan(100 * MB);
  }, 60_000);

  test("in a mutation is refused after a small part of it", async () => {
    const socket = dial(scene.server.url);
    let answer = "";
    socket.on("data", (part: Buffer) => (answer += part.toString()));
    const closed = new Promise((resolve) => socket.on("close", resolve));
    const body = `{"query":"{ __typename }","variables":{"x":"`;
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${lyon.token}\r\n` +
        `content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n`,
    );
    const piece = Buffer.concat([Buffer.from("10000\r\n"), Buffer.alloc(0x10000, "x"), Buffer.from("\r\n")]);
    let sent = 0;
    while (!socket.destroyed && sent < 200 * MB) {
      sent += piece.length;
      if (!socket.write(piece)) await Promise.race([once(socket, "drain").catch(() => undefined), closed]);
    }
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    // What the two ends of a connection hold between them comes on top of the 256 KB that are read.
    expect(sent).toBeLessThan(20 * MB);
  });
});

describe("F103: more rows than a client may spend", () => {
  test("are refused from there on, and of what was refused there is nothing", async () => {
    const writer = await scene.server.partner({ scopes: ["vehicles:read", "vehicles:write"] });
    const before = await count("vehicles");
    const batch = (n: number) =>
      Array.from({ length: 250 }, (_, i) => ({ ...CAR, registration: `QA${100 + i}${"ABCDEFGHJK"[n]}A` }));
    let kept = 0;
    let refusal: Response | null = null;
    for (let n = 0; n < 10 && refusal === null; n += 1) {
      const response = await scene.server.post(
        { query: UPSERT, variables: { input: { items: batch(n) } } },
        { authorization: `Bearer ${writer.token}`, accept: "application/graphql-response+json" },
      );
      if (response.status === 200) kept += 250;
      else refusal = response;
    }
    expect(refusal?.status).toBe(429);
    expect(Number(refusal?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusal?.json()).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED" } }] });
    expect(kept).toBeGreaterThan(0);
    expect(await count("vehicles")).toBe(before + kept);
  });
});

describe("F106: an upload that is cut", () => {
  test("at any byte of a mutation does nothing, and sent again whole makes each row once", async () => {
    const items = Array.from({ length: 40 }, (_, i) => ({ ...CAR, registration: `RA${100 + i}AR` }));
    const key = { "idempotency-key": randomUUID() };
    const bytes = request(UPSERT, { input: { items } }, key);
    const before = await count("vehicles");
    const cuts = [10, 200, Math.floor(bytes.length * Math.random()), bytes.length - 1];
    for (const cut of cuts) {
      const socket = dial(scene.server.url);
      await once(socket, "connect");
      await new Promise((resolve) => socket.write(bytes.subarray(0, cut), resolve));
      socket.destroy();
    }
    const whole = async () => {
      const socket = dial(scene.server.url);
      let answer = "";
      socket.on("data", (part: Buffer) => (answer += part.toString()));
      socket.write(bytes);
      await once(socket, "close");
      return answer;
    };
    // The answer to the first one is lost on the way: the second is the same request again.
    const [first, again] = [await whole(), await whole()];
    expect(first.match(/"CREATED"/g), `cut at ${cuts.join()}`).toHaveLength(40);
    expect(again.match(/"CREATED"/g)).toHaveLength(40);
    expect(again.toLowerCase()).toContain("idempotent-replayed: true");
    expect(await count("vehicles")).toBe(before + 40);
  });
});

describe("F107: a row that names another partner's garage", () => {
  const order = (registration: string, externalId: string) => ({
    ...{ id: "ro-107", vehicle: { country: "FR", registration }, closedOn: "2026-06-10" },
    garage: { externalId },
    lines: [{ operation: "REPLACE", partCategory: "TYRE" }],
  });

  test("is refused as one that names none, in a mutation", async () => {
    await vehicles(lyon, [{ ...CAR, registration: "SA101AS" }]);
    await garages(marseille, [{ ...GARAGE, externalId: "theirs", address: { postalCode: "13001" } }]);
    const before = await count("repair_orders");
    const [theirs, none] = [
      await orders(lyon, [order("SA101AS", "theirs")]),
      await orders(lyon, [order("SA101AS", "nobody's")]),
    ];
    expect(theirs).toEqual(none);
    expect(theirs).toMatchObject([{ result: null, userErrors: [{ code: "NOT_FOUND" }] }]);
    expect(await count("repair_orders")).toBe(before);
  });

  test("is refused as one that names none, in a file; an inspection is kept without it", async () => {
    const rows = ["theirs", "nobody's"].map((externalId) => ({
      type: "repairOrder",
      ...order("SA101AS", externalId),
    }));
    const inspection = {
      ...{ type: "inspection", id: "ct-107", vehicle: { country: "FR", registration: "SA101AS" } },
      ...{ kind: "PERIODIC", result: "PASS", performedOn: "2026-06-10", garage: { externalId: "theirs" } },
    };
    const text = [...rows, inspection].map((row) => `${JSON.stringify(row)}\n`).join("");
    const summary = await ingestText(scene.server.database, "kimberlite", text);
    const pool = scene.server.database.pool("kimberlite_worker", 1);
    const [theirs, none] = await listRejectedRows(pool, summary.runId, { limit: 5 });
    expect(theirs).toEqual({ ...none, lineNumber: 1 });
    expect(theirs?.code).toBe("GARAGE_UNKNOWN");
    const kept = "select garage_id from inspections where source_key = 'ct-107'";
    expect(await scene.look(kept)).toEqual([{ garage_id: null }]);
    const mine = await inspections(lyon, [{ ...inspection, type: undefined, id: "ct-108" }]);
    expect(mine).toMatchObject([{ result: "CREATED" }]);
  });
});
