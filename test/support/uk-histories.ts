/** Synthetic lines in the form of the DVSA bulk download. They describe no vehicle: plates are counted up. */

const TEXTS = [
  ["ADVISORY", "Nearside Front Tyre worn close to legal limit/worn on edge (5.2.3 (e))"],
  ["ADVISORY", "Front Brake disc worn, pitted or scored, but not seriously weakened (1.1.14 (a) (ii))"],
  ["MINOR", "Offside Headlamp aim slightly too low (4.1.2 (a))"],
  ["MAJOR", "Nearside Rear Brake pipe excessively corroded (1.1.11 (c))"],
  ["DANGEROUS", "Offside Front Tyre tread depth below requirements of 1.6mm (5.2.3 (e))"],
  ["PRS", "Nearside Registration plate lamp inoperative (4.7.1 (b) (i))"],
] as const;

const MAKES = [
  ["FORD", "FIESTA"],
  ["VAUXHALL", "CORSA"],
  ["VOLKSWAGEN", "GOLF"],
  ["TOYOTA", "PRIUS"],
] as const;

interface SyntheticTest {
  completedDate: string;
  motTestNumber: string;
  dataSource: "DVSA" | "DVA_NI";
  expiryDate: string | null;
  testResult: "PASSED" | "FAILED";
  odometerValue: string;
  odometerUnit: "MI";
  odometerResultType: "READ" | null;
  defects: { text: string; type: string; dangerous: boolean }[] | null;
}

/** Vehicle `number` of a fleet that is the same in every run, with as many tests as its age asks for. */
export function ukHistory(
  number: number,
): { registration: string; motTests: SyntheticTest[] } & Record<string, unknown> {
  const random = mulberry32(number + 1);
  const [make, model] = MAKES[number % MAKES.length] ?? MAKES[0];
  const registered = 2004 + Math.floor(random() * 16);
  const milesPerYear = 4000 + Math.floor(random() * 9000);
  const isNorthernIrish = random() < 0.04;
  const motTests: SyntheticTest[] = [];
  for (let year = registered + 3; year <= 2025; year += 1) {
    const failed = random() < 0.25;
    const base = {
      number,
      isNorthernIrish,
      miles: (year - registered) * milesPerYear + Math.floor(random() * 500),
    };
    if (failed) motTests.push(test(random, { ...base, year, day: 10, failed: true }));
    motTests.push(test(random, { ...base, year, day: failed ? 13 : 10, failed: false }));
  }
  return {
    registration: `ZZ${String(number).padStart(8, "0")}`,
    firstUsedDate: `${registered}-05-11`,
    registrationDate: `${registered}-05-11`,
    manufactureDate: `${registered}-05-11`,
    primaryColour: "Blue",
    secondaryColour: "Not Stated",
    engineSize: "1399",
    model,
    make,
    fuelType: number % 3 === 0 ? "Diesel" : "Petrol",
    lastMotTestDate: motTests.at(-1)?.completedDate ?? null,
    motTests,
    modification: "UPDATED",
  };
}

interface Wanted {
  readonly number: number;
  readonly year: number;
  readonly day: number;
  readonly miles: number;
  readonly failed: boolean;
  readonly isNorthernIrish: boolean;
}

function test(random: () => number, wanted: Wanted): SyntheticTest {
  const { number, year, day, miles, failed, isNorthernIrish } = wanted;
  const found = TEXTS.filter(
    ([type]) => random() < 0.3 && (failed || type === "ADVISORY" || type === "MINOR"),
  );
  return {
    completedDate: `${year}-05-${day}T09:${String(number % 60).padStart(2, "0")}:07.000Z`,
    motTestNumber: `${year}${day}${String(number).padStart(8, "0")}`,
    dataSource: isNorthernIrish ? "DVA_NI" : "DVSA",
    expiryDate: failed ? null : `${year + 1}-05-10`,
    testResult: failed ? "FAILED" : "PASSED",
    odometerValue: String(miles),
    odometerUnit: "MI",
    odometerResultType: isNorthernIrish ? null : "READ",
    defects: isNorthernIrish
      ? null
      : found.map(([type, text]) => ({ text, type, dangerous: type === "DANGEROUS" })),
  };
}

/** Lines of vehicles `from` to `to`, the last one left out. */
export function* ukHistoryLines(from: number, to: number): Generator<string> {
  for (let number = from; number < to; number += 1) yield `${JSON.stringify(ukHistory(number))}\n`;
}

/** Tommy Ettinger's 32-bit generator: small, and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
