import type { FastifyInstance } from "fastify";
import type pg from "pg";
import type { Pulse } from "../db/pulse.ts";

/** `/livez`: the process answers. `/readyz`: it can also reach its database, so it may be sent requests. */
export function healthRoutes(
  app: FastifyInstance,
  { pool, pulse }: { readonly pool: pg.Pool; readonly pulse: Pulse },
  done: () => void,
): void {
  app.get("/livez", () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    try {
      await pulse.during(() => pool.query("select 1"));
      return { status: "ok" };
    } catch {
      void reply.code(503);
      return { status: "unavailable", reason: "The database does not answer." };
    }
  });
  done();
}
