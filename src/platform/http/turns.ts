import type { Socket } from "node:net";

export interface TurnLimits {
  /** From so many operations at once on, connections take turns. */
  readonly crowd: number;
  readonly longestWaitMs: number;
}

/** Connections that are not read until it is their turn: who came first is read first. */
export interface Turns {
  /** Whether whoever is answered waits for its next turn. */
  isCrowded(): boolean;
  /** Leaves unread what a connection sends, until its turn. */
  wait(socket: Socket): void;
  /** An operation has ended: the next connection is read, where one waits. */
  pass(): void;
  /** Reads all that wait, and lets none wait any more. */
  end(): void;
}

/** How often it is looked for connections that have waited for too long, or whose turn nobody passed on. */
const LOOK_EVERY_MS = 10;

/**
 * What a connection has sent stays with the system while it is not read, and costs this process nothing. Requests that
 * were read and then wait grow old with all that they hold, which costs V8 half as much as to answer them.
 */
export function openTurns({ crowd, longestWaitMs }: TurnLimits, running: () => number): Turns {
  const waiting: { readonly socket: Socket; readonly untilMs: number }[] = [];
  let looking: NodeJS.Timeout | undefined;
  let wasPassed = false;
  let hasEnded = false;

  const readNext = () => {
    let first = waiting.shift();
    while (first?.socket.destroyed === true) first = waiting.shift();
    first?.socket.resume();
  };
  const look = () => {
    const nowMs = performance.now();
    while (waiting[0] !== undefined && waiting[0].untilMs <= nowMs) readNext();
    // Each operation that ends makes room for the next. Whoever was read and had nothing to ask passes no turn on: once
    // nobody does, all that there is room for are read.
    if (!wasPassed) for (let n = running(); n < crowd; n += 1) readNext();
    wasPassed = false;
    if (waiting.length > 0) return;
    clearInterval(looking);
    looking = undefined;
  };
  return {
    isCrowded: () => running() >= crowd || waiting.length > 0,
    wait(socket) {
      // Who asks without waiting for answers may be here already.
      if (hasEnded || !socket.writable || socket.isPaused()) return;
      socket.pause();
      waiting.push({ socket, untilMs: performance.now() + longestWaitMs });
      looking ??= setInterval(look, LOOK_EVERY_MS).unref();
    },
    pass() {
      if (running() >= crowd) return;
      readNext();
      wasPassed = true;
    },
    end() {
      hasEnded = true;
      while (waiting.length > 0) readNext();
      clearInterval(looking);
    },
  };
}
