import { useGraphiQL } from "@graphiql/react";
import { lazy, Suspense, useMemo, useState } from "react";
import { PlanBar } from "../plan/plan-bar.tsx";
import { recognise, type Picture } from "../pictures/recognise.ts";
import { SignIn } from "../session/sign-in.tsx";
import { useSession } from "../session/session.ts";
import { tablesOf } from "../tables/tables.ts";
import { TableView } from "../tables/table-view.tsx";
import { readAnswer, type Answer } from "./answer.ts";
import { Refusal } from "./refusal.tsx";
import { answerKey, useRuns } from "./runs.ts";

const PictureView = lazy(() => import("../pictures/picture-view.tsx"));

/** Above, or instead of, the answer's text: plan, cost, what was refused, pictures and tables. */
export function AnswerPanel() {
  const isSignedIn = useSession((session) => session.signedIn !== null);
  const schemaFailure = useSession((session) => session.schemaFailure);
  if (!isSignedIn) {
    return (
      <div className="answer answer-covers">
        <SignIn />
      </div>
    );
  }
  return (
    <>
      <PlanBar />
      {schemaFailure !== null && <p className="failure">{schemaFailure}</p>}
      <AnswerViews />
    </>
  );
}

type View = { readonly name: string } & (
  | { readonly kind: "text" }
  | { readonly kind: "table" }
  | { readonly kind: "picture"; readonly picture: Picture }
);

function AnswerViews() {
  const text = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.response ?? null);
  const read = useMemo(() => readAnswer(text), [text]);
  const views = useMemo(() => viewsOf(read?.answer.data ?? null), [read]);
  const [chosen, setChosen] = useState<string | null>(null);
  if (read === null) return <p className="answer-hint">Ctrl-Enter runs the operation.</p>;
  const view = views.find(({ name }) => name === chosen) ?? views.at(-1) ?? TEXT;
  const isCovering = view.kind !== "text";
  return (
    <div className={isCovering ? "answer answer-covers" : "answer"}>
      <div className="answer-bar">
        <ViewTabs views={views} current={view.name} onChoose={setChosen} />
        <RunFacts answer={read.answer} answered={answerKey(read.result)} />
      </div>
      {read.answer.errors.length > 0 && <Refusal errors={read.answer.errors} />}
      {isCovering && (
        <div className="answer-body" role="tabpanel" aria-label={view.name}>
          {view.kind === "table" ? (
            <TableView tables={tablesOf(read.answer.data)} />
          ) : (
            <Suspense fallback={<p className="answer-hint">Drawing …</p>}>
              <PictureView picture={view.picture} />
            </Suspense>
          )}
        </div>
      )}
    </div>
  );
}

const TEXT: View = { name: "JSON", kind: "text" };

/** From the plainest to the most telling: the last one is shown first. */
function viewsOf(data: unknown): View[] {
  const tables: View[] = tablesOf(data).length > 0 ? [{ name: "Table", kind: "table" }] : [];
  const pictures = recognise(data).map((picture): View => ({ name: picture.name, kind: "picture", picture }));
  return [TEXT, ...tables, ...pictures];
}

function ViewTabs({
  views,
  current,
  onChoose,
}: {
  readonly views: readonly View[];
  readonly current: string;
  readonly onChoose: (name: string) => void;
}) {
  if (views.length < 2) return null;
  return (
    <div className="view-tabs" role="tablist" aria-label="Show the answer as">
      {views.map(({ name }) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === current}
          onClick={() => onChoose(name)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function RunFacts({ answer, answered }: { readonly answer: Answer; readonly answered: string }) {
  const run = useRuns((runs) => runs[answered]);
  const { cost } = answer;
  return (
    <p className="run-facts" aria-label="What it took" role="status">
      {cost !== null && (
        <span title={`${cost.available.toLocaleString("en")} left to spend now`}>
          Cost {cost.actual.toLocaleString("en")}
          {cost.requested !== cost.actual && ` (planned ${cost.requested.toLocaleString("en")})`}
        </span>
      )}
      {run !== undefined && <span>{Math.round(run.durationMs)} ms</span>}
    </p>
  );
}
