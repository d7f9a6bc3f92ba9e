import { registerMap } from "echarts/core";
import { MAPS } from "./options.ts";
import type { Picture } from "./recognise.ts";

/** What draws each kind of map, loaded once. */
const loaded = new Map<Picture["kind"], Promise<void>>();

/** Outlines as they come with the page, for no map server is asked; null where a picture needs none. */
export function outlinesFor({ kind }: Picture): Promise<void> | null {
  const load = kind === "places" ? loadCountries : kind === "areas" ? loadAreas : null;
  if (load === null) return null;
  const known = loaded.get(kind) ?? load();
  loaded.set(kind, known);
  return known;
}

async function loadCountries(): Promise<void> {
  const [{ default: world }, { feature }] = await Promise.all([
    import("world-atlas/countries-50m.json"),
    import("topojson-client"),
  ]);
  const topology = world as unknown as Parameters<typeof feature>[0];
  registerMap(MAPS.places, feature(topology, topology.objects["countries"] as never) as never);
}

interface Department {
  readonly properties: {
    readonly code: string;
    readonly name: string;
    readonly region: string;
    readonly regionName: string;
  };
}

/** Departments, and regions put together from them. */
async function loadAreas(): Promise<void> {
  const [{ default: france }, { feature, merge }] = await Promise.all([
    import("./french-departments.json"),
    import("topojson-client"),
  ]);
  const topology = france as unknown as Parameters<typeof feature>[0];
  registerMap(MAPS.DEPARTMENT, feature(topology, topology.objects["departments"] as never) as never);
  const departments = france.objects.departments.geometries as readonly Department[];
  const regions = Map.groupBy(departments, ({ properties }) => properties.region);
  const features = [...regions].map(([code, parts]) => ({
    type: "Feature",
    properties: { code, name: parts[0]?.properties.regionName },
    geometry: merge(topology, parts as never),
  }));
  registerMap(MAPS.REGION, { type: "FeatureCollection", features } as never);
}
