import { useEffect, useState } from "react";
import { SCOPE_MEANINGS } from "./scopes.data.ts";
import { signOut, useSession, type Contract, type SignedIn } from "./session.ts";

/** Who is signed in and for how long; opens what the token may do. */
export function SessionMenu() {
  const signedIn = useSession((session) => session.signedIn);
  if (signedIn === null) return <span className="session-none">Not signed in</span>;
  return (
    <>
      <button type="button" className="session-chip" popoverTarget="session-details">
        <span className="session-dot" aria-hidden="true" />
        <span className="session-name">{signedIn.name}</span>
        <TimeLeft endsAt={signedIn.endsAt} />
      </button>
      <div
        id="session-details"
        className="session-details"
        popover="auto"
        role="dialog"
        aria-label="Your token"
      >
        <Details signedIn={signedIn} />
      </div>
    </>
  );
}

function TimeLeft({ endsAt }: { readonly endsAt: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((endsAt - now) / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return (
    <span className="session-time" title="Until the token ends; it is renewed a minute before">
      {text}
    </span>
  );
}

function Details({ signedIn }: { readonly signedIn: SignedIn }) {
  const failure = useSession((session) => session.failure);
  return (
    <>
      <div className="session-title">
        <h2>{signedIn.name}</h2>
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      </div>
      <p className="mono">{signedIn.clientId}</p>
      {failure !== null && <p className="failure">{failure}</p>}
      <h3>Scopes</h3>
      <ul className="scopes">
        {signedIn.scopes.map((scope) => (
          <li key={scope}>
            <code>{scope}</code> {SCOPE_MEANINGS[scope]}
          </li>
        ))}
      </ul>
      {signedIn.contract !== null && <ContractFacts contract={signedIn.contract} />}
    </>
  );
}

function ContractFacts({ contract }: { readonly contract: Contract }) {
  const facts: [string, readonly string[] | null, string][] = [
    ["Areas", contract.areas && widest(contract.areas), "everywhere"],
    ["Makes", contract.makes, "all"],
    ["Part families", contract.partFamilies, "all"],
    ["Purposes", contract.purposes, ""],
  ];
  return (
    <>
      <h3>Contract</h3>
      <dl className="contract">
        {facts.map(([name, list, unlimited]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{list === null ? unlimited : abridged(list) || "none: nobody’s identity is shown"}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Areas without those below another one of the list: a contract names them down to the leaves. */
function widest(areas: readonly string[]): readonly string[] {
  return areas.filter((area) => !areas.includes(area.replace(/-[^-]*$/, "")) || !area.includes("-"));
}

const MOST_SHOWN = 12;

function abridged(list: readonly string[]): string {
  const shown = list.slice(0, MOST_SHOWN).join(", ");
  return list.length > MOST_SHOWN ? `${shown} and ${list.length - MOST_SHOWN} more` : shown;
}
