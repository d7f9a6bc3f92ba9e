import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

const ALL = `0-${availableParallelism() - 1}`;

/**
 * Keeps what is asked to the first processor, and this process with all that it starts meanwhile to the others: who asks
 * for more than there is would otherwise take it from those who answer, and measure itself.
 */
export async function onCoresOfTheirOwn<T>(asked: readonly number[], work: () => Promise<T>): Promise<T> {
  if (availableParallelism() < 2)
    throw new Error("It takes two processors to ask for more than one can answer.");
  for (const pid of asked) keep(pid, "0");
  keep(process.pid, `1-${availableParallelism() - 1}`);
  try {
    return await work();
  } finally {
    for (const pid of [...asked, process.pid]) keep(pid, ALL);
  }
}

function keep(pid: number, cores: string): void {
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores, String(pid)], { stdio: "ignore" });
}
