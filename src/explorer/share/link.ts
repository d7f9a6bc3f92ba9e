/** What a link carries: a question, never an answer, a token or who asks. */
export interface Shared {
  readonly query: string;
  readonly variables: string;
}

const PREFIX = "#ask=";

/** A link to a question. It stands behind the `#`, which browsers send to no server. */
export function linkTo(page: string, { query, variables }: Shared): string {
  const bytes = new TextEncoder().encode(JSON.stringify([query, variables]));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `${page.replace(/#.*$/, "")}${PREFIX}${text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** The question that a link carries; null where it carries none. */
export function sharedBy(hash: string): Shared | null {
  if (!hash.startsWith(PREFIX)) return null;
  try {
    const text = atob(hash.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const [query, variables] = JSON.parse(new TextDecoder().decode(bytes)) as unknown[];
    return typeof query === "string" && typeof variables === "string" ? { query, variables } : null;
  } catch {
    return null;
  }
}
