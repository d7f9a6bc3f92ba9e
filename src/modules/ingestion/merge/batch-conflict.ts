/** Thrown when another writer made one of the batch's rows at the same moment: the batch is taken again from the start. */
export class BatchConflict extends Error {
  override readonly name = "BatchConflict";
}
