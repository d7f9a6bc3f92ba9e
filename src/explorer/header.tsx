import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { Gem, ThemeIcon } from "./icons.tsx";
import { SessionMenu } from "./session/session-menu.tsx";

export function Header() {
  return (
    <header className="masthead">
      <Gem />
      <h1>
        Kimberlite <span>explorer</span>
      </h1>
      <SessionMenu />
      <ThemeButton />
    </header>
  );
}

const NEXT = { light: "dark", dark: null } as const;

/** Light, dark, or as the system has it. */
function ThemeButton() {
  const theme = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();
  const label = `Colours: ${theme ?? "as the system"}`;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(theme === null ? "light" : NEXT[theme])}
    >
      <ThemeIcon />
    </button>
  );
}
