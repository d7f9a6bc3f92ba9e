import { execFile } from "node:child_process";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { CANARIES } from "./target.ts";

test("G110 a process that falls over an error of PostgreSQL says where, and nothing of the values in it", async () => {
  const program = path.join(import.meta.dirname, "crash-child.ts");
  const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(process.execPath, [program, inject("ownerUrl"), CANARIES[0]], (error, stdout, stderr) => {
      resolve({ code: error?.code, output: stdout + stderr });
    });
  });
  expect(code).toBe(1);
  expect(JSON.parse(output)).toMatchObject({
    level: "fatal",
    msg: "crash",
    err: { code: "23505", table: "plates", constraint: "plates_plate_key" },
  });
  expect(output).not.toContain(CANARIES[0]);
});
