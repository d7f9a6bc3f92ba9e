import { readdir, rm } from "node:fs/promises";
import path from "node:path";

/** Where the files of one try lie. Only the row says whether they count. */
export const attemptFolder = (
  root: string,
  { id, attempt }: { readonly id: string; readonly attempt: number },
): string => path.join(root, id, String(attempt));

export const MANIFEST = "manifest.json";

/** Names of the folders in a folder; none where there is none. */
async function foldersOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Removes every folder that is nobody's. @param listKept the try that each of these exports keeps, by its id */
export async function removeStrays(
  root: string,
  listKept: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<void> {
  const ids = await foldersOf(root);
  const kept = await listKept(ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)));
  for (const id of ids) {
    const folder = path.join(root, id);
    if (!kept.has(id)) await rm(folder, { recursive: true, force: true });
    else
      for (const attempt of await foldersOf(folder))
        if (attempt !== kept.get(id)) await rm(path.join(folder, attempt), { recursive: true, force: true });
  }
}
