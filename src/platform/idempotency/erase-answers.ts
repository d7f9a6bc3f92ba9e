import type pg from "pg";

/** Forgets what was answered about a subject. That it was answered stays known, so that nothing is done twice. */
export async function eraseAnswers(client: pg.ClientBase, subjectId: string): Promise<void> {
  // A day's mutations: too few for an index that every mutation would have to keep up.
  await client.query(
    "update idempotency_keys set answer = null where $1::uuid = any (subject_ids) and answer is not null",
    [subjectId],
  );
}
