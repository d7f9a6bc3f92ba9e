/** Everything that comes in pieces, in one list. */
export async function gather<Value>(pieces: AsyncIterable<readonly Value[]>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const piece of pieces) all.push(...piece);
  return all;
}
