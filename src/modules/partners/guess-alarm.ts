import { BoundedMap } from "../../platform/auth/bounded-map.ts";

/** Addresses that may fail to sign in as one client, within the window, before somebody is told. */
export const GUESSING_ADDRESSES = 20;
const WINDOW_MS = 10 * 60_000;
/** Clients watched: those that failed lately. */
const WATCHED_CLIENTS = 5_000;

interface Watch {
  readonly sinceMs: number;
  readonly addresses: Set<string>;
}

/** Notes a failed sign-in; true once in a window, when too many addresses have failed for this client. */
export type NoteFailure = (clientId: string, address: string) => boolean;

/**
 * Sees what limits per address cannot: one client's secret guessed at from many places. It only tells, since a limit
 * per client would let anybody lock that client out.
 */
export function watchGuessing(uptimeMs: () => number): NoteFailure {
  const watches = new BoundedMap<Watch>(WATCHED_CLIENTS);
  return (clientId, address) => {
    const now = uptimeMs();
    let watch = watches.get(clientId);
    if (watch === undefined || now - watch.sinceMs > WINDOW_MS) {
      watch = { sinceMs: now, addresses: new Set() };
      watches.set(clientId, watch);
    }
    if (watch.addresses.size >= GUESSING_ADDRESSES || watch.addresses.has(address)) return false;
    watch.addresses.add(address);
    return watch.addresses.size === GUESSING_ADDRESSES;
  };
}
