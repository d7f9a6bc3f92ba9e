import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { seeded } from "./statistics.ts";

const LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ";
const MODELS = [
  ["RENAULT", "CLIO"],
  ["PEUGEOT", "208"],
  ["CITROEN", "C3"],
  ["DACIA", "SANDERO"],
] as const;
const CODES = ["1.1.13.a.2", "5.2.3.e.2", "4.1.2.a.2", "8.2.1.2.a.1", "5.3.2.c.1"];
/** Of all plates in the file. */
export const PLATES_BEGIN = "ZU";
const TESTED_IN = [2021, 2023, 2025];

/** Writes synthetic vehicles, which describe nobody, with three inspections each, in the `kimberlite` format. */
export async function writeIngestionFile(file: string, vehicles: number): Promise<void> {
  await pipeline(linesOf(vehicles), createWriteStream(file));
}

function* linesOf(vehicles: number): Generator<string> {
  const random = seeded(vehicles);
  const below = (limit: number) => Math.floor(random() * limit);
  const two = (value: number) => String(value).padStart(2, "0");
  for (let n = 0; n < vehicles; n += 1) {
    const vehicle = { country: "FR", registration: plateOf(n) };
    const [make, model] = MODELS[below(MODELS.length)] ?? MODELS[0];
    const month = two(1 + below(12));
    const lines: object[] = [
      {
        ...{ type: "vehicle", ...vehicle, make, model, fuel: "PETROL", postalCode: "69003" },
        firstRegisteredOn: `2015-${month}-10`,
      },
    ];
    let value = 20_000 + below(60_000);
    for (const year of TESTED_IN) {
      value += 8000 + below(20_000);
      const defects = CODES.slice(0, below(4)).map((code) => ({ scheme: "FR_CT", code }));
      lines.push({
        ...{ type: "inspection", id: `bench-${n}-${year}`, vehicle, kind: "PERIODIC" },
        result: defects.length === 0 ? "PASS" : "FAIL_MAJOR",
        performedOn: `${year}-${month}-${two(1 + below(28))}`,
        odometer: { value, unit: "KM" },
        defects,
      });
    }
    yield lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  }
}

/** Plates that are never issued, since the series has no U, and that no fleet here has. */
function plateOf(n: number): string {
  const letter = (place: number) => LETTERS[Math.floor(n / 999 / LETTERS.length ** place) % LETTERS.length];
  return `${PLATES_BEGIN}-${String(1 + (n % 999)).padStart(3, "0")}-${letter(1)}${letter(0)}`;
}
