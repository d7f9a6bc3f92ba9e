import { createHash, type Hash } from "node:crypto";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import path from "node:path";
import type { ExportFile } from "./export.table.ts";

/** More rows go into the next file, so that a download that breaks off has little to repeat. */
export const ROWS_PER_FILE = 250_000;

interface OpenPart {
  readonly handle: FileHandle;
  readonly name: string;
  readonly hash: Hash;
  rows: number;
  bytes: number;
}

/** Writes rows into files of bounded length, and knows what was written. */
export class PartFiles {
  readonly files: ExportFile[] = [];
  rows = 0;
  readonly #folder: string;
  readonly #extension: string;
  readonly #header: string;
  #open: OpenPart | null = null;

  /** @param header of each file; empty: none */
  constructor(folder: string, extension: string, header: string) {
    this.#folder = folder;
    this.#extension = extension;
    this.#header = header;
  }

  /** Adds rows, already in the file's format. */
  async write(text: string, rows: number): Promise<void> {
    const part = this.#open ?? (await this.#begin());
    await append(part, text);
    part.rows += rows;
    this.rows += rows;
    if (part.rows >= ROWS_PER_FILE) await this.#end();
  }

  /** Ends the last file. An export of no rows has one file all the same. */
  async finish(): Promise<void> {
    if (this.#open === null && this.files.length === 0) await this.#begin();
    await this.#end();
  }

  /** Gives up: what was written stays for whoever cleans up. */
  async abandon(): Promise<void> {
    await this.#open?.handle.close();
    this.#open = null;
  }

  async #begin(): Promise<OpenPart> {
    await mkdir(this.#folder, { recursive: true });
    const name = `part-${String(this.files.length + 1).padStart(5, "0")}.${this.#extension}`;
    const handle = await open(path.join(this.#folder, name), "w", 0o640);
    this.#open = { handle, name, hash: createHash("sha256"), rows: 0, bytes: 0 };
    if (this.#header !== "") await append(this.#open, this.#header);
    return this.#open;
  }

  async #end(): Promise<void> {
    if (this.#open === null) return;
    const { handle, name, hash, rows, bytes } = this.#open;
    this.#open = null;
    await handle.sync();
    await handle.close();
    this.files.push({ name, rows, bytes, sha256: hash.digest("hex") });
  }
}

async function append(part: OpenPart, text: string): Promise<void> {
  const piece = Buffer.from(text);
  part.hash.update(piece);
  part.bytes += piece.length;
  await part.handle.writeFile(piece);
}
