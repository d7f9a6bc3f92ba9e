/** PostgreSQL's text of an array of numbers; null stays null. */
export function numbersOf(text: string | null | undefined): number[] | null {
  return text == null ? null : (JSON.parse(`[${text.slice(1, -1)}]`) as number[]);
}
