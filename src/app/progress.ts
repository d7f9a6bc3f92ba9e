import { SingleBar } from "cli-progress";

export interface ProgressLine {
  update(done: number, total: number | null, label: string): void;
  end(): void;
}

const PLAIN_EVERY_MS = 2000;

/** Progress of long work: a bar on a terminal, otherwise a plain line now and then, both on standard error. */
export function openProgress(title: string): ProgressLine {
  return process.stderr.isTTY ? bar(title) : lines(title);
}

function bar(title: string): ProgressLine {
  const single = new SingleBar({
    format: `${title} {bar} {percentage} % | {label}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: false,
  });
  let started = false;
  return {
    update(done, total, label) {
      if (!started) single.start(total ?? 0, done, { label });
      else {
        single.setTotal(Math.max(total ?? 0, done));
        single.update(done, { label });
      }
      started = true;
    },
    end() {
      if (started) single.stop();
    },
  };
}

function lines(title: string): ProgressLine {
  let last = Date.now();
  return {
    update(done, total, label) {
      if (Date.now() - last < PLAIN_EVERY_MS) return;
      last = Date.now();
      const share = total === null || total === 0 ? "" : ` ${Math.floor((100 * done) / total)} %`;
      process.stderr.write(`${title}${share}: ${label}\n`);
    },
    end: () => undefined,
  };
}
