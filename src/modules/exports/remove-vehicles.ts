import { parse } from "csv-parse";
import { createReadStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import type { ExportFile } from "./export.table.ts";
import { PartFiles } from "./part-files.ts";

/** Rows that are kept are written together, about this many at a time. */
const ROWS_PER_WRITE = 1_000;

/**
 * Takes every row out of an export's files that names one of these ids. Each file is replaced by a whole one, so whoever
 * reads meanwhile reads either; stopped in the middle and begun anew, it comes to the same.
 * @param ids as the partner knows them: long enough to stand for nothing else
 */
export async function removeRows(
  folder: string,
  files: readonly ExportFile[],
  ids: readonly string[],
): Promise<readonly ExportFile[]> {
  const left: ExportFile[] = [];
  for (const { name } of files) left.push(await withoutRows(folder, name, ids));
  return left;
}

async function withoutRows(folder: string, name: string, ids: readonly string[]): Promise<ExportFile> {
  const draft = path.join(folder, `revising-${process.pid}`);
  const extension = path.extname(name).slice(1);
  const rows = recordsOf(path.join(folder, name), extension);
  const header = extension === "csv" ? ((await rows.next()).value ?? "") : "";
  const part = new PartFiles(draft, extension, header);
  let kept: string[] = [];
  const flush = async () => {
    await part.write(kept.join(""), kept.length);
    kept = [];
  };
  for await (const row of rows) {
    if (ids.some((id) => row.includes(id))) continue;
    if (kept.push(row) >= ROWS_PER_WRITE) await flush();
  }
  if (kept.length > 0) await flush();
  await part.finish();
  const [file] = part.files;
  if (file === undefined) throw new Error(`${name} was not written anew`);
  await rename(path.join(draft, file.name), path.join(folder, name));
  await rm(draft, { recursive: true });
  return { ...file, name };
}

/** The records of a file as they stand there. In CSV a cell may hold line feeds, so a parser tells where one ends. */
async function* recordsOf(file: string, extension: string): AsyncGenerator<string, undefined> {
  const settings =
    extension === "csv"
      ? { raw: true, relax_column_count: true }
      : // One record for each line: no delimiter or quote that a line of JSON could hold.
        { raw: true, delimiter: "\u0000", quote: null, escape: null, record_delimiter: "\n" };
  const records = createReadStream(file).pipe(parse(settings));
  for await (const { raw } of records as AsyncIterable<{ raw: string }>)
    yield raw.endsWith("\n") ? raw : `${raw}\n`;
  return undefined;
}
