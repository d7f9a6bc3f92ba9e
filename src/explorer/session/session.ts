import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from "graphql";
import { create } from "zustand";
import { requestToken, send, type Answered, type Credential, type OperationRequest } from "../api.ts";

export interface Contract {
  readonly areas: readonly string[] | null;
  readonly makes: readonly string[] | null;
  readonly partFamilies: readonly string[] | null;
  readonly purposes: readonly string[];
}

export interface SignedIn {
  readonly clientId: string;
  /** What the header calls it: the persona in a demo, else the client's id. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly contract: Contract | null;
  /** By this page's clock, milliseconds. */
  readonly endsAt: number;
}

interface Session {
  readonly signedIn: SignedIn | null;
  readonly isBusy: boolean;
  /** Why signing in or renewing did not work. */
  readonly failure: string | null;
  readonly schema: GraphQLSchema | null;
  /** Why there is no schema although there is a token. */
  readonly schemaFailure: string | null;
}

const NOBODY: Session = { signedIn: null, isBusy: false, failure: null, schema: null, schemaFailure: null };

/** What the page shows of who is signed in. The token and the secret are not in it: see `held`. */
export const useSession = create<Session>()(() => NOBODY);

/** In memory and nowhere else: a reload signs out. */
let held: { readonly token: string; readonly credential: Credential } | null = null;
let renewal: ReturnType<typeof setTimeout> | undefined;

/** Long enough before its end for a slow network. */
const RENEW_BEFORE_MS = 60_000;
const STALE_BEFORE_MS = 5000;

const VIEWER = `{ viewer { contract { areas makes partFamilies purposes } } }`;

export async function signIn(credential: Credential, name: string): Promise<void> {
  useSession.setState({ isBusy: true, failure: null });
  try {
    const { scopes, endsAt } = await takeToken(credential);
    const signedIn = { clientId: credential.clientId, name, scopes, endsAt, contract: null };
    useSession.setState({ ...NOBODY, signedIn, isBusy: true });
    await Promise.all([readContract(), readSchema()]);
    useSession.setState({ isBusy: false });
  } catch (error) {
    signOut();
    useSession.setState({ failure: (error as Error).message });
  }
}

export function signOut(): void {
  clearTimeout(renewal);
  held = null;
  useSession.setState(NOBODY);
}

/** Sends an operation with the token, renewed first where it is about to end. */
export async function sendSignedIn(request: OperationRequest): Promise<Answered> {
  const { signedIn } = useSession.getState();
  if (signedIn !== null && signedIn.endsAt - Date.now() < STALE_BEFORE_MS) await renew();
  return send(request, held?.token ?? null);
}

async function takeToken(credential: Credential) {
  const answer = await requestToken(credential);
  held = { token: answer.token, credential };
  clearTimeout(renewal);
  renewal = setTimeout(() => void renew(), Math.max(1000, answer.endsAt - Date.now() - RENEW_BEFORE_MS));
  return answer;
}

async function renew(): Promise<void> {
  if (held === null) return;
  try {
    const { scopes, endsAt } = await takeToken(held.credential);
    const { signedIn } = useSession.getState();
    if (signedIn !== null) useSession.setState({ signedIn: { ...signedIn, scopes, endsAt }, failure: null });
  } catch (error) {
    // The old token may have minutes left; whoever sends with a token that ended is told so by the API.
    useSession.setState({ failure: `The token could not be renewed. ${(error as Error).message}` });
  }
}

async function readContract(): Promise<void> {
  const { result } = await sendSignedIn({ query: VIEWER });
  const contract = (result.data as { viewer: { contract: Contract } } | null | undefined)?.viewer.contract;
  const { signedIn } = useSession.getState();
  if (contract !== undefined && signedIn !== null)
    useSession.setState({ signedIn: { ...signedIn, contract } });
}

async function readSchema(): Promise<void> {
  const { result } = await sendSignedIn({ query: getIntrospectionQuery() });
  if (result.data == null) {
    const reason = result.errors?.[0]?.message ?? "It did not answer.";
    useSession.setState({ schemaFailure: `The schema could not be read: ${reason}` });
    return;
  }
  useSession.setState({ schema: buildClientSchema(result.data as unknown as IntrospectionQuery) });
}
