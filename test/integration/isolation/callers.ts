import { DEMO_PARTNERS, PERSONAS } from "../../../src/modules/partners/demo-partners.data.ts";
import type { Scope } from "../../../src/platform/auth/principal.ts";
import type { IdCodec } from "../../../src/platform/read/ids.ts";
import type { TestServer } from "../../support/server.ts";
import type { Suggest } from "./query-generator.ts";
import type { Random } from "./random.ts";
import { AREAS, MAKES, type Terms, type World } from "./world.ts";

export interface Caller {
  readonly name: string;
  /** Which it is told as it is: its own, and no row's. */
  readonly partnerId: string;
  readonly scopes: readonly Scope[];
  readonly terms: Terms;
  readonly authorization: string;
  readonly ids: IdCodec;
  suggest(world: World): Suggest;
  /** Keeps the cursors of an answer, to go on from them. */
  remember(body: string): void;
}

const EVERYWHERE: Terms = { areas: [], makes: [], partFamilies: [] };
const READ: readonly Scope[] = [
  "vehicles:read",
  "vehicles:identify",
  "inspections:read",
  "garages:read",
  "signals:read",
];

export interface Wanted {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly terms: Terms;
}

/** The demo's personas with the contracts that they have there, and two whose contracts limit makes and part families. */
const WANTED: readonly Wanted[] = [
  ...PERSONAS.map((name) => ({
    name,
    scopes: DEMO_PARTNERS[name].scopes,
    terms: { ...EVERYWHERE, areas: DEMO_PARTNERS[name].areas },
  })),
  {
    name: "one make, one family",
    scopes: READ,
    terms: { areas: [], makes: ["PEUGEOT"], partFamilies: ["TYRES_WHEELS"] },
  },
  {
    name: "a region's Renaults",
    scopes: READ,
    terms: { areas: ["FR-ARA"], makes: ["RENAULT"], partFamilies: [] },
  },
];

/** @param others who calls besides those whose contracts differ */
export async function openCallers(server: TestServer, others: readonly Wanted[] = []): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (const { name, scopes, terms } of [...WANTED, ...others]) {
    const { token, partnerId } = await server.partner({ scopes, ...terms });
    const authorization = `Bearer ${token}`;
    const { ids } = await server.api.partners.authenticate(authorization);
    callers.push({ partnerId, ...callerOf(name, scopes, terms, authorization, ids, callers) });
  }
  return callers;
}

/** Cursors of every caller, of which some are offered to all. */
const CURSORS = 40;

function callerOf(
  name: string,
  scopes: readonly Scope[],
  terms: Terms,
  authorization: string,
  ids: IdCodec,
  others: readonly Caller[],
): Omit<Caller, "partnerId"> {
  const cursors: string[] = [];
  return {
    name,
    scopes,
    terms,
    authorization,
    ids,
    remember(body) {
      for (const [, cursor = ""] of body.matchAll(/"(?:endC|c)ursor":"([\w-]+)"/g)) cursors.push(cursor);
      cursors.splice(0, Math.max(0, cursors.length - CURSORS));
    },
    suggest: (world) => {
      const uuids = [...world.rows];
      /** Ids of rows that it may see and of others, in its own spelling and in that of other partners. */
      const anId = (random: Random) => {
        const [uuid, { prefix }] = random.pick(uuids);
        const speaker = random.chance(0.1) && others.length > 0 ? random.pick(others).ids : ids;
        return random.chance(0.03) ? "V?" : speaker.encode(prefix, uuid);
      };
      return (argument, type, random) => suggestFor(world, cursors, anId, argument, type, random);
    },
  };
}

const DAYS = ["2015-03-01", "2021-05-10", "2023-06-15", "2025-08-12", "2026-06-15", "2027-01-01"];

function suggestFor(
  world: World,
  cursors: readonly string[],
  anId: (random: Random) => string,
  argument: string,
  type: string,
  random: Random,
): unknown {
  switch (type) {
    case "ID":
      return anId(random);
    case "Int":
      return random.integer(1, 4);
    case "Float":
      return argument === "radiusKm"
        ? 1 + 500 * random.next()
        : argument === "minProbability"
          ? random.next()
          : 40 + 12 * random.next();
    case "Boolean":
      return random.chance(0.5);
    case "Date":
      return random.pick(DAYS);
    case "DateTime":
      return `${random.pick(DAYS)}T00:00:00.000Z`;
    default:
      return textFor(world, cursors, argument, random);
  }
}

function textFor(world: World, cursors: readonly string[], argument: string, random: Random): unknown {
  const plate = random.pick(world.plates);
  switch (argument) {
    case "after":
      return cursors.length > 0 && random.chance(0.5) ? random.pick(cursors) : null;
    case "registration":
      return plate.registration;
    case "vin":
      return plate.vin;
    case "area":
    case "parent":
      return random.pick(AREAS);
    case "make":
      return random.pick(MAKES);
    case "partCategory":
      return random.pick(["BRAKE_PAD_SET", "TYRE", "SPRING"]);
    default:
      return random.pick(["~", `~${random.pick(AREAS)}~*~`, "x"]);
  }
}
