import { createHash } from "node:crypto";
import pg from "pg";
import { openWorkerPool } from "../fleet.ts";
import { openPartnerServices, type Runtime } from "../product.ts";

export interface ExportAnswer {
  readonly id: string;
  readonly status: string;
  readonly progress: { readonly percent: number; readonly rows: number };
  readonly files: readonly {
    readonly name: string;
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

const FIELDS = "id status progress { percent rows } files { name rows bytes sha256 }";

/** A partner that exports inspections over HTTP, as any other would. */
export async function openStage(runtime: Runtime, url: string) {
  const { id, secret } = await createClient(runtime);
  let token = { text: "", until: 0 };

  async function authorization(): Promise<{ authorization: string }> {
    if (Date.now() > token.until) {
      const answer = await fetch(`${url}/oauth/token`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      });
      const { access_token } = (await answer.json()) as { access_token: string };
      token = { text: access_token, until: Date.now() + 5 * 60_000 };
    }
    return { authorization: `Bearer ${token.text}` };
  }

  async function ask<T>(query: string, variables: object): Promise<T> {
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { ...(await authorization()), "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as { data: T; errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  return {
    async start(format: string, performedFrom: string): Promise<string> {
      const { startExport } = await ask<{ startExport: { export: ExportAnswer } }>(
        `mutation ($format: ExportFormat!, $from: Date!) {
           startExport(dataset: INSPECTIONS, format: $format, filter: { inspections: { performedFrom: $from } }) {
             export { id } userErrors { code } } }`,
        { format, from: performedFrom },
      );
      return startExport.export.id;
    },
    async look(exportId: string): Promise<ExportAnswer> {
      const asked = await ask<{ export: ExportAnswer }>(
        `query ($id: ID!) { export(id: $id) { ${FIELDS} } }`,
        {
          id: exportId,
        },
      );
      return asked.export;
    },
    /** Status of a file's address. */
    async statusOf(exportId: string, file: string): Promise<number> {
      const answer = await fetch(`${url}/exports/${exportId}/${file}`, { headers: await authorization() });
      await answer.body?.cancel();
      return answer.status;
    },
    /** Downloads all files. @returns how many different rows they hold, and what does not fit its file's facts */
    async verify({ id: exportId, files }: ExportAnswer): Promise<{ rows: number; faults: string[] }> {
      const ids = new Set<string>();
      const faults: string[] = [];
      for (const { name, rows, bytes, sha256 } of files) {
        const answer = await fetch(`${url}/exports/${exportId}/${name}`, { headers: await authorization() });
        const body = Buffer.from(await answer.arrayBuffer());
        if (body.length !== bytes) faults.push(`${name} has ${body.length} bytes, not ${bytes}`);
        if (createHash("sha256").update(body).digest("hex") !== sha256) faults.push(`${name}: another hash`);
        const before = ids.size;
        for (const line of body.toString().split("\n"))
          if (line !== "") ids.add((JSON.parse(line) as { id: string }).id);
        if (ids.size - before !== rows) faults.push(`${name} has ${ids.size - before} new rows, not ${rows}`);
      }
      return { rows: ids.size, faults };
    },
  };
}

async function createClient(runtime: Runtime): Promise<{ id: string; secret: string }> {
  const pool = openWorkerPool(runtime);
  const { keys, now, logger } = runtime;
  const services = await openPartnerServices({ pool, keys, now, logger, issuer: "http://127.0.0.1" });
  const slug = `bench-exports-${Date.now()}`;
  await services.createPartner({
    slug,
    name: "Bench",
    scopes: ["vehicles:read", "inspections:read", "garages:read", "exports:run"],
    areas: [],
    makes: [],
    partFamilies: [],
    introspection: false,
    purposes: ["SERVICE"],
  });
  const { value } = await services.createClient({ partnerSlug: slug, name: "bench" });
  await services.close();
  await pool.end();
  if (value?.clientSecret == null) throw new Error("The client was refused.");
  return { id: value.client.id, secret: value.clientSecret };
}

/** A day from which on there are about so many inspections, and how many there really are. */
export async function dayOfRows(runtime: Runtime, wanted: number): Promise<{ day: string; rows: number }> {
  const client = new pg.Client(runtime.ownerUrl);
  await client.connect();
  try {
    await client.query("set role kimberlite_worker");
    const { rows } = await client.query<{ day: string; rows: string }>(
      `select performed_on::text as day, rows from (
         select performed_on, sum(count(*)) over (order by performed_on desc) as rows from inspections group by 1
       ) days order by abs(rows - $1) limit 1`,
      [wanted],
    );
    const [found] = rows;
    if (found === undefined) throw new Error("The fleet has no inspections.");
    return { day: found.day, rows: Number(found.rows) };
  } finally {
    await client.end();
  }
}
