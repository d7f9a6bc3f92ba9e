import { MarkdownContent, type GraphiQLPlugin } from "@graphiql/react";
import { useEffect, useState, type MouseEvent } from "react";
import { GuidesIcon } from "../icons.tsx";

const pages = import.meta.glob<string>("../../../docs/*.md", { query: "?raw", import: "default" });

/** In reading order; pages that are not named come after these, by name. */
const ORDER = [
  "quick-start",
  "authorisation",
  "pagination",
  "limits",
  "signals",
  "webhooks",
  "garage-software",
  "exports",
];

const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
const NAMES = Object.keys(pages)
  .map((path) => path.replace(/^.*\/|\.md$/g, ""))
  .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));

const titleOf = (name: string) => name.replaceAll("-", " ").replace(/^./, (letter) => letter.toUpperCase());

function Guides() {
  const [name, setName] = useState(NAMES[0] ?? "");
  const [text, setText] = useState("");
  useEffect(() => {
    let isCurrent = true;
    void pages[`../../../docs/${name}.md`]?.().then((read) => {
      if (isCurrent) setText(read);
    });
    return () => {
      isCurrent = false;
    };
  }, [name]);
  const follow = (event: MouseEvent) => {
    const href = (event.target as HTMLElement).closest("a")?.getAttribute("href") ?? null;
    if (href === null) return;
    // Pages link to each other as files; what is no page here belongs to the repository.
    if (/^https?:/.test(href)) return;
    event.preventDefault();
    const linked = /^(?:\.\/)?([\w-]+)\.md/.exec(href)?.[1];
    if (linked !== undefined && NAMES.includes(linked)) setName(linked);
  };
  return (
    <section className="pane guides" aria-label="Guides">
      <h2>Guides</h2>
      <label className="guide-choice">
        <span className="visually-hidden">Page</span>
        <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
          {NAMES.map((one) => (
            <option key={one} value={one}>
              {titleOf(one)}
            </option>
          ))}
        </select>
      </label>
      {/* Links bubble up to here; the page itself is text. */}
      <div className="guide" onClick={follow}>
        <MarkdownContent type="description">{text}</MarkdownContent>
      </div>
    </section>
  );
}

export const GUIDES_PLUGIN: GraphiQLPlugin = { title: "Guides", icon: GuidesIcon, content: Guides };
