import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from "@graphiql/plugin-doc-explorer";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { HISTORY_PLUGIN, HistoryStore } from "@graphiql/plugin-history";
import { GraphiQLProvider } from "@graphiql/react";
import { GraphiQL, GraphiQLInterface } from "graphiql";
import { useState } from "react";
import { AnswerPanel } from "./answer/answer-panel.tsx";
import { runFetcher } from "./answer/runs.ts";
import { EXAMPLES_PLUGIN } from "./examples/examples-plugin.tsx";
import { EXAMPLES } from "./examples/examples.ts";
import { GUIDES_PLUGIN } from "./guides/guides-plugin.tsx";
import { Header } from "./header.tsx";
import { useSession } from "./session/session.ts";
import { sharedBy } from "./share/link.ts";
import { ShareMenu } from "./share/share-menu.tsx";
import { useTabRoles } from "./tab-roles.ts";
import { useEditorColours } from "./theme.ts";

const PLUGINS = [EXAMPLES_PLUGIN, GUIDES_PLUGIN, DOC_EXPLORER_PLUGIN, explorerPlugin(), HISTORY_PLUGIN];

/** What is in the editor at first: what a link carries, else for a new reader an example, else what was there. */
function initialQuestion(): { initialQuery?: string; initialVariables?: string } {
  const shared = sharedBy(location.hash);
  if (shared !== null) return { initialQuery: shared.query, initialVariables: shared.variables };
  const welcome = EXAMPLES.find(({ key }) => key === WELCOME);
  if (welcome === undefined || localStorage.getItem("graphiql:tabState") !== null) return {};
  return { initialQuery: welcome.query, initialVariables: JSON.stringify(welcome.variables, null, 2) };
}

const WELCOME = "explorer-next-inspections";

/** There is room for a list beside the editors. */
const isWide = matchMedia("(min-width: 60rem)").matches;

export function App() {
  const schema = useSession((session) => session.schema);
  const [initial] = useState(initialQuestion);
  return (
    <GraphiQLProvider
      fetcher={runFetcher}
      schema={schema}
      plugins={PLUGINS}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      {...(isWide && { visiblePlugin: EXAMPLES_PLUGIN })}
      defaultQuery=""
      {...initial}
      shouldPersistHeaders={false}
    >
      <HistoryStore maxHistoryLength={50}>
        <DocExplorerStore>
          <Shell />
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  );
}

function Shell() {
  useEditorColours();
  useTabRoles();
  return (
    <div className="shell">
      <Header />
      <main>
        <GraphiQLInterface
          isHeadersEditorEnabled={false}
          showPersistHeadersSettings={false}
          defaultEditorToolsVisibility="variables"
        >
          <GraphiQL.Logo>{null}</GraphiQL.Logo>
          <GraphiQL.Toolbar>
            {({ prettify, merge }) => (
              <>
                {prettify}
                {merge}
                <ShareMenu />
              </>
            )}
          </GraphiQL.Toolbar>
          <GraphiQL.Footer>
            <AnswerPanel />
          </GraphiQL.Footer>
        </GraphiQLInterface>
      </main>
    </div>
  );
}
