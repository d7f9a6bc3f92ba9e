import { useEffect, useId, useState, type SubmitEvent } from "react";
import { demoCredentials, type Credential } from "../api.ts";
import { PERSONAS } from "./personas.data.ts";
import { signIn, useSession } from "./session.ts";

/** Client id and secret, and in the demo one button for each persona. */
export function SignIn() {
  const { isBusy, failure } = useSession();
  const [personas, setPersonas] = useState<Readonly<Record<string, Credential>>>({});
  useEffect(() => void demoCredentials().then(setPersonas), []);
  const offered = Object.entries(personas);
  return (
    <section className="sign-in" aria-label="Sign in">
      <h2>Who is asking?</h2>
      <p>
        Every question here is asked with a partner’s own token and sees what its contract says. The token
        stays in this page’s memory: a reload signs you out.
      </p>
      {offered.length > 0 && <PersonaButtons offered={offered} isBusy={isBusy} />}
      <CredentialForm isBusy={isBusy} />
      {failure !== null && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
    </section>
  );
}

function PersonaButtons({
  offered,
  isBusy,
}: {
  readonly offered: readonly (readonly [string, Credential])[];
  readonly isBusy: boolean;
}) {
  return (
    <div className="personas" role="group" aria-label="Demo personas">
      {offered.map(([persona, credential]) => (
        <button
          key={persona}
          type="button"
          className="persona"
          disabled={isBusy}
          onClick={() => void signIn(credential, PERSONAS[persona]?.title ?? persona)}
        >
          <strong>{PERSONAS[persona]?.title ?? persona}</strong>
          <span>{PERSONAS[persona]?.does}</span>
        </button>
      ))}
    </div>
  );
}

function CredentialForm({ isBusy }: { readonly isBusy: boolean }) {
  const [idField, secretField] = [useId(), useId()];
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => (fields.get(name) as string).trim();
    const credential = { clientId: text("clientId"), clientSecret: text("clientSecret") };
    event.currentTarget.reset();
    void signIn(credential, credential.clientId);
  };
  return (
    <form className="credential" onSubmit={submit} autoComplete="off">
      <label htmlFor={idField}>Client id</label>
      <input id={idField} name="clientId" required spellCheck={false} autoComplete="off" />
      <label htmlFor={secretField}>Client secret</label>
      <input id={secretField} name="clientSecret" type="password" required autoComplete="off" />
      <button type="submit" className="primary" disabled={isBusy}>
        {isBusy ? "Signing in …" : "Sign in"}
      </button>
    </form>
  );
}
