import { sql } from "drizzle-orm";
import { Args, Arg, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { connectionOf, PageArgs } from "../../platform/graphql/connection.ts";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { Node } from "../../platform/graphql/node.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import {
  Column,
  ColumnBy,
  compiled,
  Computed,
  Entity,
  Id,
  PartOfEntity,
  Read,
  type Columns,
} from "../../platform/read/entity.ts";
import {
  EXPORT_DATASETS,
  EXPORT_FORMATS,
  EXPORT_STATUSES,
  exportPlaces,
  exports,
  type ExportFile as StoredFile,
} from "./export.table.ts";

export const ExportDataset = describeEnum(EXPORT_DATASETS, "ExportDataset", "What can be exported.", {
  VEHICLES:
    "Scope `vehicles:read`; plates and VINs with `vehicles:identify`, without it first registrations by the month.",
  INSPECTIONS: "With their defects. Scopes `inspections:read` and `vehicles:read`.",
  GARAGES: "Scope `garages:read`.",
  INTENT_SIGNALS: "Open ones and those that are over. Scopes `signals:read` and `vehicles:read`.",
  DEMAND:
    "Every published number of `demand`, each by itself and none that is suppressed, from the newest publication. Scope `demand:read`.",
});

export const ExportFormat = describeEnum(EXPORT_FORMATS, "ExportFormat", "How rows are written.", {
  NDJSON: "One JSON object for each line, shaped like the schema's types.",
  CSV: "RFC 4180 with a header; nested fields are columns named with dots, lists are JSON. A text that a spreadsheet would take for a formula begins with an apostrophe: take one off.",
});

export const ExportStatus = describeEnum(EXPORT_STATUSES, "ExportStatus", "Where an export stands.", {
  QUEUED: "It waits for a worker.",
  RUNNING: "Its files are being written.",
  COMPLETED: "Its files can be downloaded.",
  REVISING: "Complete, but a vehicle is being taken out of its files: they are back in a moment.",
  FAILED: "It could not be made. Start it anew.",
  CANCELLED: "It was cancelled, or the client that asked may no longer do so.",
  EXPIRED: "Its files are gone.",
});

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "How far an export is." })
export class ExportProgress {
  @Field(() => Int, {
    description: "0 to 100, of the rows that there are to be written; 100 only when it is complete.",
  })
  percent!: number;

  @Field(() => Float, { description: "Rows written so far; a whole number." })
  rows!: number;
}

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "A file of an export: `GET /exports/{id}/{name}`." })
export class ExportFile {
  @Field(() => String, { description: "Last part of its address." })
  name!: string;

  @Field(() => Int, { description: "How many rows it holds, without a header." })
  rows!: number;

  @Field(() => Float, { description: "Its length; a whole number." })
  bytes!: number;

  @Field(() => String, { description: "SHA-256 of it, in lower-case hexadecimal." })
  sha256!: string;
}

interface ProgressRow {
  readonly status: string;
  readonly rows: number;
  readonly expectedRows: number | null;
}

/** After its last row an export has still to be published: only then it is complete. */
export function progressOf({ status, rows, expectedRows }: ProgressRow): ExportProgress {
  const isComplete = ["COMPLETED", "REVISING", "EXPIRED"].includes(status);
  const share = expectedRows === null || expectedRows === 0 ? 0 : rows / expectedRows;
  return { percent: isComplete ? 100 : Math.min(99, Math.floor(share * 100)), rows };
}

@Entity("Export", {
  description:
    "Rows of a dataset in files, as one consistent state: what a list would answer, page by page, all at the same moment.",
  table: exports,
  prefix: "X",
  scope: "exports:run",
  owner: "partnerId",
  implements: Node,
})
export class Export implements Node {
  @Id(() => ID, { description: "Opaque id of this export; part of its files' addresses." })
  id!: string;

  @Column(() => ExportDataset, { description: "Whose rows its files hold." })
  dataset!: string;

  @Column(() => ExportFormat, { description: "How its rows are written." })
  format!: string;

  @Column(() => ExportStatus, { description: "Where it stands." })
  status!: string;

  @Computed(() => ExportProgress, {
    description: "How far it is.",
    needs: ["status", "rows", "expectedRows"],
    value: progressOf,
  })
  progress!: ExportProgress;

  @Computed(() => [ExportFile], {
    description:
      "Its files, in order, of up to 250,000 rows each; empty before it is complete and after its files are gone. `manifest.json` beside them lists the same with the instant of the data.",
    needs: ["status", "files"],
    value: ({ status, files }: { status: string; files: readonly StoredFile[] }) =>
      status === "COMPLETED" ? files : [],
  })
  files!: readonly ExportFile[];

  @Column(() => DateTimeScalar, {
    nullable: true,
    description: "Instant of the data: later changes are in none of the rows. Null before it is complete.",
  })
  snapshotAt!: Date | null;

  @Column(() => DateTimeScalar, { description: "When it was asked for." })
  requestedAt!: Date;

  @Column(() => DateTimeScalar, { nullable: true, description: "When a worker took it; null before." })
  startedAt!: Date | null;

  @Column(() => DateTimeScalar, { nullable: true, description: "When it was over; null before." })
  finishedAt!: Date | null;

  @Column(() => DateTimeScalar, {
    nullable: true,
    description: "When its files go, a week after they were complete; null where there are none yet.",
  })
  expiresAt!: Date | null;
}

const ExportConnection = connectionOf("Export", () => Export);

type ExportColumns = Columns<typeof exports>;

@Resolver(() => Export)
export class ExportQueue {
  @FieldResolver(() => Int, {
    nullable: true,
    description: "How many exports come before it, and it: 1 is next. Null where it does not wait.",
  })
  @ColumnBy({
    sql: (e: ExportColumns) =>
      sql`(select nullif(count(*), 0) from ${exportPlaces} p where p.place <= (select own.place from ${exportPlaces} own where own.export_id = ${e.id}))`,
  })
  queuePosition(): number | null {
    return compiled();
  }
}

@Resolver()
export class ExportReads {
  @Query(() => Export, {
    name: "export",
    nullable: true,
    description: "One export of your partner's; null where the id is unknown to you.",
  })
  @Read({ where: (e: ExportColumns, args) => sql`${e.id} = ${args.id("Export", "id")}` })
  export(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) _id: string,
  ): Export | null {
    return compiled();
  }

  @Query(() => ExportConnection, { description: "Your partner's exports of the last 90 days, newest first." })
  @Read({ orders: { default: { by: (e: ExportColumns) => [e.requestedAt, e.id], descending: true } } })
  exports(@Args(() => PageArgs) _page: PageArgs): object {
    return compiled();
  }
}
