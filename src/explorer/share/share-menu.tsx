import { ToolbarButton, ToolbarMenu, useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "react";
import { ShareIcon } from "../icons.tsx";
import { linkTo } from "./link.ts";
import { SNIPPETS } from "./snippets.ts";

const SHOWN_MS = 2500;

/** Takes the operation along: as a program, or as a link. Neither holds a secret. */
export function ShareMenu() {
  const { queryEditor, variableEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const query = () => queryEditor?.getValue() ?? "";
  const variables = () => variableEditor?.getValue() ?? "";
  const copy = (what: string, text: string) =>
    void copyText(text).then((isCopied) =>
      setSaid(isCopied ? `Copied ${what}` : "The browser did not allow copying."),
    );
  return (
    <>
      <ToolbarMenu
        button={
          <ToolbarButton label="Copy as …">
            <ShareIcon />
          </ToolbarButton>
        }
      >
        {SNIPPETS.map(({ name, write }) => (
          <ToolbarMenu.Item
            key={name}
            onSelect={() =>
              copy(`as ${name}`, write(location.origin, { query: query(), variables: parsed(variables()) }))
            }
          >
            Copy as {name}
          </ToolbarMenu.Item>
        ))}
        <ToolbarMenu.Item
          onSelect={() => copy("a link", linkTo(location.href, { query: query(), variables: variables() }))}
        >
          Copy a link to this question
        </ToolbarMenu.Item>
      </ToolbarMenu>
      <p className="said" role="status">
        {said}
      </p>
    </>
  );
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return text.trim() === "" ? undefined : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
