import type { FastifyInstance } from "fastify";
import type pg from "pg";

/** `/livez`: the process answers. `/readyz`: it can also reach its database, so it may be sent requests. */
export function healthRoutes(
  app: FastifyInstance,
  { pool }: { readonly pool: pg.Pool },
  done: () => void,
): void {
  app.get("/livez", () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    try {
      await pool.query("select 1");
      return { status: "ok" };
    } catch {
      void reply.code(503);
      return { status: "unavailable", reason: "The database does not answer." };
    }
  });
  done();
}
