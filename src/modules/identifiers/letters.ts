/**
 * Reads an identifier as typed by a person or sent by a partner. Only ASCII letters, ASCII digits and the caller's
 * separators pass. Anything else is refused and named by its code point, never replaced by a look-alike: a Cyrillic
 * А read as a Latin A would hand one person another person's vehicle.
 */
export type ReadLetters =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Bounds the work on hostile input; a real identifier with its separators is far shorter. */
const LONGEST_INPUT = 64;

const LETTER_OR_DIGIT = /^[A-Z0-9]$/;

/**
 * Upper case without separators, or the reason of the refusal. The reason names the position and the code point and
 * never repeats the text, because plates and VINs are personal data and reasons end up in logs.
 * @param spelled characters outside ASCII that have a fixed spelling in ASCII, such as Ö → OE.
 */
export function readLetters(
  text: string,
  separators: string,
  spelled: ReadonlyMap<string, string> = new Map(),
): ReadLetters {
  if (text.length > LONGEST_INPUT) return { ok: false, reason: `is longer than ${LONGEST_INPUT} characters` };
  let read = "";
  let position = 0;
  // By code point, so a character outside the basic plane is named whole and a lone surrogate as what it is.
  for (const character of text) {
    position += 1;
    const upper = character >= "a" && character <= "z" ? character.toUpperCase() : character;
    if (LETTER_OR_DIGIT.test(upper)) read += upper;
    else if (!separators.includes(character)) {
      const spelling = spelled.get(character);
      if (spelling === undefined) return { ok: false, reason: refusal(character, position) };
      read += spelling;
    }
  }
  return { ok: true, text: read };
}

function refusal(character: string, position: number): string {
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `has U+${codePoint} at position ${position}, which is no Latin letter, digit, space or hyphen`;
}
