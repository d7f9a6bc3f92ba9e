import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { assembleFacts, type ReadVehicle } from "./assemble-facts.ts";
import { FACT_COLUMNS, type Cells, type FactTable } from "./fact-columns.ts";
import type { VehicleRange } from "./vehicle-ranges.ts";

/** Inspections before what names them. */
const TABLES = ["inspections", "defects", "repair_lines", "declarations", "intent_signals"] as const;

/** @param among which vehicles, said of a column with their ids */
function selectFrom(table: FactTable, among: (column: string) => string): string {
  const columns = FACT_COLUMNS[table].join(", ");
  if (table === "vehicles")
    return `select ${columns} from vehicles where ${among("id")} and erased_at is null`;
  if (table !== "inspections") return `select ${columns} from ${table} where ${among("vehicle_id")}`;
  // A reading taken at an inspection has its id. Said of both sides, or PostgreSQL would look through all readings.
  return `select ${columns}
    from inspections left join (
      select vehicle_id, id, km, reason, repaired_km from odometer_readings where ${among("vehicle_id")}
    ) as readings using (vehicle_id, id)
    where ${among("vehicle_id")}`;
}

/** Values as PostgreSQL writes them: they are read as text whatever their type. */
const AS_TEXT = { getTypeParser: () => (value: unknown) => value };

/** Facts and signals of some vehicles; unknown and erased ones are passed over. Six statements, however many. */
export async function readVehicles(
  client: pg.ClientBase,
  vehicleIds: readonly string[],
): Promise<ReadVehicle[]> {
  const rowsOf = async (table: FactTable): Promise<Cells[]> => {
    const text = selectFrom(table, (column) => `${column} = any ($1::uuid[])`);
    const query = { name: `facts_${table}`, text, values: [vehicleIds], rowMode: "array", types: AS_TEXT };
    return (await client.query<(string | null)[]>(query as never)).rows;
  };
  const rows: Record<FactTable, Cells[]> = { ...noRows<Cells>(), vehicles: await rowsOf("vehicles") };
  for (const table of TABLES) rows[table] = await rowsOf(table);
  return assembleFacts(rows);
}

/** A list for each table. */
const noRows = <Row>(): Record<FactTable, Row[]> => {
  return {
    vehicles: [],
    inspections: [],
    defects: [],
    repair_lines: [],
    declarations: [],
    intent_signals: [],
  };
};

/**
 * The vehicles of a range with all that belongs to them, some at a time: in one snapshot, and through COPY, whose text
 * costs a fraction of what rows of the protocol cost to take apart.
 */
export async function readRange(client: pg.ClientBase, { after, until }: VehicleRange): Promise<RangeFacts> {
  const within = (id: string): string =>
    `${id} > ${literal(after)}` + (until === null ? "" : ` and ${id} <= ${literal(until)}`);
  await client.query("begin isolation level repeatable read read only");
  const lines = {
    ...noRows<string>(),
    vehicles: await copied(client, `${selectFrom("vehicles", within)} order by id`),
  };
  for (const table of TABLES) lines[table] = await copied(client, selectFrom(table, within));
  await client.query("commit");
  return {
    garages: cellsAmong(lines.inspections, FACT_COLUMNS.inspections.indexOf("garage_id")),
    areas: cellsAmong(lines.vehicles, FACT_COLUMNS.vehicles.indexOf("area_code")),
    vehicles: assembled(lines),
  };
}

/** What was read of a range. */
export interface RangeFacts {
  /** Garages that inspected any of its vehicles. */
  readonly garages: ReadonlySet<string>;
  /** Areas of its vehicles. */
  readonly areas: ReadonlySet<string>;
  /** Some at a time, put together as they are asked for. */
  readonly vehicles: Iterable<ReadVehicle[]>;
}

/** What a column of words or ids holds, but nulls. */
function cellsAmong(lines: readonly string[], place: number): ReadonlySet<string> {
  const cells = new Set(lines.map((line) => line.split("\t", place + 1)[place] ?? NULL));
  cells.delete(NULL);
  return cells;
}

const NULL = "\\N";

/**
 * So many vehicles are put together at once. With all of a range, most of what is made of their lines would outlive two
 * collections of garbage, and be copied by each.
 */
const TOGETHER = 50;

function* assembled(lines: Lines): Generator<ReadVehicle[]> {
  for (const part of parted(lines)) {
    const rows = noRows<Cells>();
    rows.vehicles = part.vehicles.map(cellsOf);
    for (const table of TABLES) rows[table] = part[table].map(cellsOf);
    yield assembleFacts(rows);
  }
}

type Lines = Record<FactTable, string[]>;

const ID_LENGTH = 36;

function parted(lines: Lines): Lines[] {
  const parts: Lines[] = [];
  /** By the ids of vehicles and of inspections: a line begins with either. */
  const partOf = new Map<string, Lines>();
  for (let start = 0; start < lines.vehicles.length; start += TOGETHER) {
    const part = { ...noRows<string>(), vehicles: lines.vehicles.slice(start, start + TOGETHER) };
    parts.push(part);
    for (const line of part.vehicles) partOf.set(line.slice(0, ID_LENGTH), part);
  }
  for (const table of TABLES) {
    for (const line of lines[table]) {
      const part = partOf.get(line.slice(0, ID_LENGTH));
      if (part === undefined) continue;
      part[table].push(line);
      if (table === "inspections") partOf.set(line.slice(ID_LENGTH + 1, 2 * ID_LENGTH + 1), part);
    }
  }
  return parts;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** COPY takes no parameters. */
function literal(id: string): string {
  if (!UUID.test(id)) throw new RangeError("Not a UUID");
  return `'${id}'`;
}

async function copied(client: pg.ClientBase, selection: string): Promise<string[]> {
  const stream = client.query(copyTo(`copy (${selection}) to stdout`));
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  const lines = Buffer.concat(pieces).toString().split("\n");
  lines.pop();
  return lines;
}

const ESCAPED: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** A line of COPY's text format. Nearly none holds a backslash but in `\N`. */
function cellsOf(line: string): Cells {
  const cells: (string | null)[] = line.split("\t");
  if (!line.includes("\\")) return cells;
  for (let place = 0; place < cells.length; place += 1) {
    const cell = cells[place];
    if (cell === "\\N") cells[place] = null;
    else if (cell?.includes("\\") === true) cells[place] = unescaped(cell);
  }
  return cells;
}

function unescaped(cell: string): string {
  return cell.replaceAll(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter);
}
