/** Contracts name purposes; the words are the vocabulary's. */
export { PURPOSES, type Purpose } from "../vocabulary/index.ts";
