/** What partners do with signals: claim one, let go of it, and say what came of it. */
export { eraseSignalWork } from "./erase-signal-work.ts";
