import { useGraphiQL, useMonaco } from "@graphiql/react";
import { useEffect, useSyncExternalStore } from "react";

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function subscribe(onChange: () => void): () => void {
  systemIsDark.addEventListener("change", onChange);
  return () => systemIsDark.removeEventListener("change", onChange);
}

/** Whether the page is shown dark now. */
export function useIsDark(): boolean {
  const theme = useGraphiQL((state) => state.theme);
  const isSystemDark = useSyncExternalStore(subscribe, () => systemIsDark.matches);
  return theme === null ? isSystemDark : theme === "dark";
}

/** Token colours of the editors, which cannot read the page's own variables. Contrast 4.5 : 1 or more on their ground. */
const COLOURS = {
  light: {
    ground: "#ffffff",
    key: "#0b5d64",
    name: "#7a4b00",
    text: "#3f6212",
    number: "#6b2fa3",
    note: "#5d6b75",
  },
  dark: {
    ground: "#151d22",
    key: "#7fd6cf",
    name: "#e3b76b",
    text: "#a9cf7f",
    number: "#c9a5f0",
    note: "#8b9aa3",
  },
} as const;

/** Gives the editors the page's colours, under the names that GraphiQL knows its themes by. */
export function useEditorColours(): void {
  const monaco = useMonaco((state) => state.monaco);
  const isDark = useIsDark();
  useEffect(() => {
    if (monaco === undefined) return;
    for (const shade of ["light", "dark"] as const) {
      const { ground, key, name, text, number, note } = COLOURS[shade];
      const rule = (token: string, colour: string) => ({ token, foreground: colour.slice(1) });
      monaco.editor.defineTheme(`graphiql-${shade.toUpperCase()}`, {
        base: shade === "dark" ? "vs-dark" : "vs",
        inherit: true,
        colors: {
          "editor.background": ground,
          "editorLineNumber.foreground": note,
          "editor.lineHighlightBorder": "#00000000",
          "editorWidget.background": ground,
          "editorSuggestWidget.background": ground,
          "editorHoverWidget.background": ground,
          focusBorder: key,
        },
        rules: [
          rule("keyword.gql", key),
          rule("key.identifier.gql", name),
          rule("argument.identifier.gql", number),
          rule("string.gql", text),
          rule("number.gql", number),
          rule("comment.gql", note),
          rule("string.key.json", key),
          rule("string.value.json", text),
          rule("number.json", number),
          rule("keyword.json", name),
        ],
      });
    }
    monaco.editor.setTheme(isDark ? "graphiql-DARK" : "graphiql-LIGHT");
  }, [monaco, isDark]);
}
