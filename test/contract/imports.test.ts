import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** Who may import whom. A module is listed after everything it uses; nothing points upwards. */
const MODULE_USES: Readonly<Record<string, readonly string[]>> = {
  vocabulary: [],
  identifiers: ["vocabulary"],
  odometer: ["vocabulary"],
  schedule: ["vocabulary"],
  areas: ["vocabulary"],
  parts: ["vocabulary"],
  defects: ["vocabulary", "parts"],
  prices: ["vocabulary", "areas", "parts"],
  quality: ["vocabulary", "schedule", "parts"],
  "failure-model": ["quality"],
  events: ["vocabulary"],
  partners: ["vocabulary", "events", "areas"],
  vehicles: ["vocabulary", "events", "areas", "identifiers", "odometer", "schedule"],
  garages: ["vocabulary", "areas", "partners"],
  inspections: [
    "vocabulary",
    "events",
    "areas",
    "parts",
    "defects",
    "odometer",
    "schedule",
    "vehicles",
    "garages",
  ],
  consents: ["vocabulary", "events", "partners", "vehicles"],
  repairs: ["vocabulary", "partners", "vehicles", "garages"],
  declarations: ["vocabulary", "partners", "vehicles", "garages"],
  signals: [
    "vocabulary",
    "events",
    "areas",
    "schedule",
    "parts",
    "defects",
    "vehicles",
    "garages",
    "inspections",
    "consents",
    "prices",
  ],
  predictions: ["vocabulary", "schedule", "parts", "failure-model", "signals"],
  demand: ["vocabulary", "events", "areas", "schedule", "parts", "vehicles", "inspections", "signals"],
  exports: [
    "vocabulary",
    "partners",
    "vehicles",
    "garages",
    "inspections",
    "consents",
    "signals",
    "events",
    "demand",
  ],
  "signal-work": ["vocabulary", "events", "partners", "signals"],
  ingestion: [
    "vocabulary",
    "events",
    "areas",
    "identifiers",
    "odometer",
    "schedule",
    "parts",
    "defects",
    "vehicles",
    "garages",
    "inspections",
    "repairs",
  ],
  replay: [
    "vocabulary",
    "schedule",
    "quality",
    "failure-model",
    "inspections",
    "signals",
    "predictions",
    "ingestion",
  ],
  writeback: [
    "vocabulary",
    "events",
    "odometer",
    "schedule",
    "inspections",
    "vehicles",
    "garages",
    "ingestion",
    "signals",
    "repairs",
    "declarations",
  ],
  demo: [
    "vocabulary",
    "areas",
    "identifiers",
    "odometer",
    "schedule",
    "parts",
    "defects",
    "vehicles",
    "garages",
    "inspections",
  ],
  synthetic: [
    "vocabulary",
    "schedule",
    "parts",
    "quality",
    "failure-model",
    "signals",
    "predictions",
    "demo",
  ],
  webhooks: ["vocabulary", "areas", "events", "partners", "garages", "signals"],
};

interface Edge {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => path.posix.join("src", file.replaceAll(path.sep, "/")));

const edges: Edge[] = files.flatMap((from) =>
  ts
    .preProcessFile(readFileSync(from, "utf8"))
    .importedFiles.map(({ fileName }) => fileName)
    .map((to) => ({ from, to: to.startsWith(".") ? path.posix.join(path.posix.dirname(from), to) : to })),
);

/** What a file imports when it is loaded: neither types nor what it asks for later. */
const loadedAtStart = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)";$/gm)].map(
    ([, to = ""]) => to,
  );

const moduleOf = (file: string) => /^src\/modules\/([^/]+)\//.exec(file)?.[1];
/** What a module shows: its domain, its part of the schema, and its tables (for foreign keys and reads). */
const isDoor = (file: string) => /\/(index|graphql)\.ts$|\.table\.ts$/.test(file);

const offenders = (breaks: (edge: Edge) => boolean) =>
  edges.filter(breaks).map(({ from, to }) => `${from} → ${to}`);

describe("imports", () => {
  test("keep the platform ignorant of modules, and both ignorant of the app", () => {
    expect(
      offenders(({ from, to }) => from.startsWith("src/platform/") && /^src\/(modules|app)\//.test(to)),
    ).toEqual([]);
    expect(offenders(({ from, to }) => from.startsWith("src/modules/") && to.startsWith("src/app/"))).toEqual(
      [],
    );
  });

  test("part the explorer, which runs in browsers, from the server: they meet over HTTP alone", () => {
    const isExplorer = (file: string) => file.startsWith("src/explorer/");
    expect(offenders(({ from, to }) => to.startsWith("src/") && isExplorer(from) !== isExplorer(to))).toEqual(
      [],
    );
  });

  test("of a module go only to the modules listed for it, and through their doors", () => {
    const astray = offenders(({ from, to }) => {
      const [user, used] = [moduleOf(from), moduleOf(to)];
      if (user === undefined || used === undefined || user === used) return false;
      return !(MODULE_USES[user]?.includes(used) ?? false) || !isDoor(to);
    });
    expect(astray).toEqual([]);
    expect(Object.keys(MODULE_USES).toSorted()).toEqual(
      [...new Set(files.flatMap((file) => moduleOf(file) ?? []))].toSorted(),
    );
  });

  test("of tables go only to tables, and to the words and column types they are made of", () => {
    const beyond = offenders(
      ({ from, to }) =>
        from.endsWith(".table.ts") &&
        !/^drizzle-orm|\.table\.ts$|^src\/modules\/vocabulary\/index\.ts$|^src\/platform\/db\/columns\.ts$/.test(
          to,
        ),
    );
    expect(beyond).toEqual([]);
  });

  test("of OpenTelemetry go from one file, which is loaded where traces are asked for and nowhere else", () => {
    const naming = (part: string) =>
      files.filter((file) => loadedAtStart(file).some((to) => to.includes(part)));
    expect(naming("@opentelemetry/")).toEqual(["src/platform/telemetry/otlp-tracing.ts"]);
    expect(naming("/otlp-tracing.ts")).toEqual([]);
  });

  test("of a thread that scores lead neither to GraphQL nor to what draws or describes tables, which are most of all modules", () => {
    const packages = new Set<string>();
    const done = new Set<string>();
    const walk = (file: string): void => {
      if (done.has(file)) return;
      done.add(file);
      for (const to of loadedAtStart(file)) {
        if (to.startsWith(".")) walk(path.posix.join(path.posix.dirname(file), to));
        else packages.add(to);
      }
    };
    walk("src/app/score-thread.ts");
    expect(done.size).toBeGreaterThan(50);
    expect([...packages]).toContain("pg-copy-streams");
    expect([...packages].filter((name) => /graphql|plot|linkedom|drizzle/.test(name))).toEqual([]);
  });

  test("never go round in a circle, type-only imports included", () => {
    const graph = Map.groupBy(edges, ({ from }) => from);
    const known = new Set(files);
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
      if (trail.includes(file) || done.has(file)) return;
      for (const { to } of graph.get(file) ?? []) if (known.has(to)) walk(to, [...trail, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });
});
