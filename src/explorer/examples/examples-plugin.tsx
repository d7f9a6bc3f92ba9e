import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from "@graphiql/react";
import { useState } from "react";
import { PERSONAS } from "../session/personas.data.ts";
import { ExamplesIcon } from "../icons.tsx";
import { EXAMPLES, variablesText, type Example } from "./examples.ts";

function Examples() {
  const [wanted, setWanted] = useState("");
  const open = useOpenExample();
  const found = EXAMPLES.filter((example) => matches(example, wanted));
  const groups = Map.groupBy(found, ({ persona }) => persona);
  return (
    <section className="pane" aria-label="Examples">
      <h2>Examples</h2>
      <input
        type="search"
        placeholder="Find an example"
        aria-label="Find an example"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {[...groups].map(([persona, examples]) => (
        <section key={persona} className="example-group">
          <h3>{PERSONAS[persona]?.title ?? persona}</h3>
          <ul>
            {examples.map((example) => (
              <li key={example.key}>
                <button
                  type="button"
                  className="example"
                  data-example={example.key}
                  onClick={() => open(example)}
                >
                  <strong>{example.title}</strong>
                  <span>{example.sentence}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {found.length === 0 && <p>No example speaks of that.</p>}
    </section>
  );
}

function matches({ key, sentence, query }: Example, wanted: string): boolean {
  const text = `${key} ${sentence} ${query}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Opens an example in a tab of its own, or in the present one where nothing is lost. */
function useOpenExample(): (example: Example) => void {
  const actions = useGraphiQLActions();
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    responseEditor: state.responseEditor,
  }));
  return (example) => {
    const isUntouched = EXAMPLES.some(({ query }) => query === queryEditor?.getValue().trim());
    if (!isUntouched && queryEditor?.getValue().trim() !== "") actions.addTab();
    void variablesText(example).then((variables) => {
      queryEditor?.setValue(`${example.query}\n`);
      variableEditor?.setValue(variables);
      responseEditor?.setValue("");
      actions.updateActiveTabValues({ query: `${example.query}\n`, variables, response: null });
      queryEditor?.focus();
    });
  };
}

export const EXAMPLES_PLUGIN: GraphiQLPlugin = { title: "Examples", icon: ExamplesIcon, content: Examples };
