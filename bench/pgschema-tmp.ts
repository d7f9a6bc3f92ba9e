import { spawnSync } from "node:child_process";
import { openFleet } from "./fleet.ts";
import { createBenchPartner } from "./partner.ts";
const folder = "/tmp/bench-fleets/100000";
const runtime = await openFleet(folder);
const partner = await createBenchPartner(runtime, 1);
const r = spawnSync(process.execPath, ["bench/peers/postgraphile.ts", "--print-schema"], {
  env: {
    ...process.env,
    DATABASE_URL: runtime.appUrl,
    BENCH_AREAS: JSON.stringify(partner.areas),
    BENCH_PARTNER: partner.partnerId,
  },
  encoding: "utf8",
  maxBuffer: 1e9,
});
process.stdout.write(r.stdout);
await runtime.close();
