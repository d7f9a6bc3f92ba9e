import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "../statistics.ts";
import { ask, READ } from "./ask.ts";
import { ms, over, type Fault } from "./finding.ts";
import { Tokens } from "./tokens.ts";

const CLOSED_WITHIN_MS = 40_000;

/** Sockets that say nothing, or drip a header, while honest clients ask. */
export const slowSockets: Fault = async (stage, { isQuick }) => {
  const count = isQuick ? 1_000 : 5_000;
  const api = await stage.serve();
  const tokens = new Tokens(stage.partner);
  const program = fileURLToPath(new URL("slow-process.ts", import.meta.url));
  for (let n = 0; n < 20; n += 1) await ask(api.url, await tokens.next(api.url), READ);
  const child = fork(program, [new URL(api.url).port, String(count)]);
  const from = performance.now();
  let closedMs = Infinity;
  const ended = once(child, "exit").then(() => (closedMs = performance.now() - from));
  const asked = [];
  while (closedMs === Infinity && performance.now() - from < CLOSED_WITHIN_MS) {
    const token = await tokens.next(api.url);
    asked.push(ask(api.url, token, READ));
    await pause(50);
  }
  const answers = await Promise.all(asked);
  child.kill("SIGKILL");
  await ended;
  const p99 = percentile(
    answers.map((answer) => answer.ms),
    0.99,
  );
  const failed = answers.filter(({ status }) => status !== 200).length;
  await api.stop();
  return [
    {
      fault: "slow sockets",
      invariant: "honest p99 at most 500 ms, slow ones closed",
      count: `${count} sockets, ${answers.length} honest requests`,
      figure: `p99 ${ms(p99)}, ${failed} failed; all slow ones closed after ${ms(closedMs)}`,
      problems: [
        ...over(p99, 500, "ms for honest requests (p99)"),
        ...over(failed, 0, "honest requests failed"),
        ...over(closedMs, CLOSED_WITHIN_MS, "ms until the slow ones were closed"),
      ],
    },
  ];
};
