/** Longest line, or object of a JSON file, that is read: the longest real history has 12 kB. */
export const MAX_ROW_BYTES = 1_000_000;
