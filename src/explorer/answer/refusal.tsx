import { useSession } from "../session/session.ts";
import { SCOPE_MEANINGS } from "../session/scopes.data.ts";
import { ADVICE } from "./advice.data.ts";
import type { AnswerError } from "./answer.ts";

/** Why there is no answer, or not all of it, and what to do about it. */
export function Refusal({ errors }: { readonly errors: readonly AnswerError[] }) {
  return (
    <section className="refusals" aria-label="Refused" role="alert">
      {errors.map((error, index) =>
        error.code === "MISSING_SCOPE" ? (
          <MissingScope key={index} error={error} />
        ) : (
          <article key={index} className="refusal">
            <h3>{error.message}</h3>
            <p>
              <code>{error.code}</code> {ADVICE[error.code]}
            </p>
            <Facts error={error} />
          </article>
        ),
      )}
    </section>
  );
}

function MissingScope({ error }: { readonly error: AnswerError }) {
  const clientId = useSession((session) => session.signedIn?.clientId);
  return (
    <article className="refusal">
      <h3>This token may not ask that</h3>
      <ul className="scopes">
        {error.missing.map((scope) => (
          <li key={scope}>
            <code>{scope}</code> {SCOPE_MEANINGS[scope]}
          </li>
        ))}
      </ul>
      {error.place !== null && (
        <p>
          First needed by <code>{error.place}</code>. Leave it out, or ask for more:
        </p>
      )}
      <blockquote>
        Please add {error.missing.map((scope) => `“${scope}”`).join(" and ")} to our contract, for client{" "}
        <code>{clientId}</code>.
      </blockquote>
      <Facts error={error} />
    </article>
  );
}

function Facts({ error }: { readonly error: AnswerError }) {
  if (error.requestId === null) return null;
  return (
    <p className="request-id">
      Request <code>{error.requestId}</code>
    </p>
  );
}
