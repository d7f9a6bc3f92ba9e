import { sendSignedIn } from "../session/session.ts";
import { fillPlaceholders, firstIdOf } from "./placeholders.ts";

export interface Example {
  /** `garage-look-up-vehicle` */
  readonly key: string;
  readonly persona: string;
  readonly title: string;
  /** One sentence: the document's first comment. */
  readonly sentence: string;
  readonly query: string;
  readonly variables: unknown;
}

const documents = import.meta.glob<string>("../../../schema/operations/*.graphql", {
  eager: true,
  query: "?raw",
  import: "default",
});
const variables = import.meta.glob("../../../schema/operations/*.variables.json", {
  eager: true,
  import: "default",
});

const ORDER = ["explorer", "distributor", "garage", "supplier", "rival"];

/** The documents of `schema/operations`, by persona. */
export const EXAMPLES: readonly Example[] = Object.entries(documents)
  .map(([path, text]) => {
    const key = path.replace(/^.*\/|\.graphql$/g, "");
    const [comment = "", query = text] = text.split(/\n([\s\S]*)/);
    const [persona = "", ...words] = key.split("-");
    return {
      key,
      persona,
      title: words.join(" ").replace(/^./, (letter) => letter.toUpperCase()),
      sentence: comment.replace(/^#\s*/, ""),
      query: query.trim(),
      variables: variables[path.replace(/\.graphql$/, ".variables.json")] ?? null,
    };
  })
  .sort((a, b) => ORDER.indexOf(a.persona) - ORDER.indexOf(b.persona) || a.key.localeCompare(b.key));

/** An example's variables as text for the editor, with ids that the reader of this token sees. */
export async function variablesText(example: Example): Promise<string> {
  if (example.variables === null) return "";
  const filled = await fillPlaceholders(example.variables, new Date(), async (query) => {
    const { result } = await sendSignedIn({ query });
    return firstIdOf(result.data);
  });
  return JSON.stringify(filled, null, 2);
}
