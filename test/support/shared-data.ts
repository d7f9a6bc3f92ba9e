import { existsSync } from "node:fs";
import path from "node:path";

const FOLDER =
  process.env["KIMBERLITE_SHARED_DATA"] ?? path.resolve(import.meta.dirname, "../../../shared/data");

/** Path of a real input file, or null where this machine does not have it: tests then say so and are skipped. */
export function sharedData(file: string): string | null {
  const found = path.join(FOLDER, file);
  return existsSync(found) ? found : null;
}
