import { useGraphiQL } from "@graphiql/react";
import { useEffect } from "react";

/**
 * GraphiQL's strip of operations holds buttons inside elements with the role of a tab, which screen readers cannot
 * enter. Here it is what it looks like: a list of buttons, one of them the current.
 */
export function useTabRoles(): void {
  const { tabs, activeTabIndex } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
  }));
  useEffect(() => {
    for (const strip of document.querySelectorAll(".graphiql-tabs")) {
      strip.setAttribute("role", "list");
      for (const [index, item] of strip.querySelectorAll(".graphiql-tab").entries()) {
        item.setAttribute("role", "listitem");
        item.removeAttribute("aria-selected");
        item
          .querySelector(".graphiql-tab-button")
          ?.setAttribute("aria-current", String(index === activeTabIndex));
      }
    }
    const session = document.getElementById("graphiql-session");
    session?.setAttribute("role", "region");
  }, [tabs, activeTabIndex]);
}
