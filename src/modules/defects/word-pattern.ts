/**
 * A pattern that finds any of these words as whole words in a lower-case text, plurals included ("pad(s)", "discs").
 * Not \b, which takes an accented letter for the end of a word.
 */
export function wordPattern(words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`));
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${escaped.join("|")})(?:s|es|\(s\))?(?![\p{L}\p{N}])`,
    "u",
  );
}
