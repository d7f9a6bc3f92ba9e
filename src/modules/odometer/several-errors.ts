import { endOf, type Block } from "./blocks.ts";
import type { Dispute } from "./dispute.ts";
import { findingsOn, newStretchAt, type Explanation, type Finding } from "./findings.ts";
import { costOfPace, rateAlong } from "./likelihood.ts";
import { fallsFrom } from "./line.ts";
import { likeliestRepair } from "./typing-error.ts";
import { windowFor, type Neighbours } from "./windows.ts";

/**
 * Histories that neither one slip nor one break explains. The largest part in which each block can follow the one before
 * is believed, and each run of blocks beside it is explained by itself.
 */
export function severalErrors({ blocks, conflicts, origin }: Dispute): Explanation[] {
  const rivalsOf = Map.groupBy(conflicts, ([, later]) => later);
  const line = believedLine(
    blocks,
    new Map(blocks.map((block) => [block, new Set(rivalsOf.get(block)?.map(([earlier]) => earlier))])),
  );
  const kmPerYear = rateAlong([[...origin, ...line]]);
  const explanations = runsBeside(blocks, new Set(line)).map((run) => explainRun(run, kmPerYear));
  const [remaining] = conflicts.filter((conflict) => conflict.every((block) => line.includes(block)));
  if (remaining !== undefined) {
    explanations.push(contradictionOf({ before: remaining[0], blocks: [remaining[1]], after: undefined }));
  }
  return explanations;
}

function believedLine(
  blocks: readonly Block[],
  /** For each block the earlier ones it contradicts. */
  rivalsOf: ReadonlyMap<Block, ReadonlySet<Block>>,
): Block[] {
  const kmPerYear = rateAlong([blocks]);
  // The longest lines that end at each block. A strange pace breaks ties: it never costs as much as a block.
  const lines: { blocks: Block[]; score: number }[] = [];
  for (const later of blocks) {
    let best = { blocks: [later], score: 1 };
    for (const line of lines) {
      const earlier = line.blocks.at(-1);
      if (earlier === undefined || rivalsOf.get(later)?.has(earlier) === true) continue;
      const penalty = Math.min(0.4, costOfPace([[earlier, later]], kmPerYear) / 20);
      const score = line.score + 1 - penalty;
      if (score > best.score) best = { blocks: [...line.blocks, later], score };
    }
    lines.push(best);
  }
  return lines.reduce((best, line) => (line.score > best.score ? line : best)).blocks;
}

/** Neighbouring blocks that are not believed, between two believed ones or at an end. */
interface Run {
  readonly blocks: readonly [Block, ...Block[]];
  readonly before: Block | undefined;
  after: Block | undefined;
}

function runsBeside(blocks: readonly Block[], line: ReadonlySet<Block>): Run[] {
  const runs: (Run & { blocks: [Block, ...Block[]] })[] = [];
  blocks.forEach((block, position) => {
    const previous = blocks[position - 1];
    const open = runs.at(-1);
    if (line.has(block)) {
      if (open?.blocks.at(-1) === previous && open !== undefined) open.after = block;
    } else if (open !== undefined && open.blocks.at(-1) === previous) open.blocks.push(block);
    else runs.push({ blocks: [block], before: previous, after: undefined });
  });
  return runs;
}

function explainRun(run: Run, kmPerYear: number): Explanation {
  const { blocks, before, after } = run;
  const neighbours = { before: before === undefined ? undefined : endOf(before), after };
  const findings = blocks.flatMap((block) => slipsOf(block, neighbours, kmPerYear));
  const isBetween = before !== undefined && after !== undefined;
  const areSlips = findings.every((finding) => finding.repairedKm !== null);
  const areInOtherUnit = findings.every((finding) => finding.reason === "UNIT_SWITCH");
  // Several slips in a row are less likely than a clock that was touched, unless one mistake made them all.
  const isInnocent = blocks.length === 1 ? isBetween || areSlips : areInOtherUnit;
  if (!isInnocent) return contradictionOf(run);
  const verdict = isBetween ? "LOGICAL" : "NO_JUDGEMENT";
  return { cost: 0, verdict, reason: findings[0]?.reason ?? "DIGIT_TYPO", findings };
}

function slipsOf(block: Block, neighbours: Neighbours, kmPerYear: number): Finding[] {
  const window = windowFor(block.day, neighbours, kmPerYear);
  return block.points.map((point) => {
    const repair = likeliestRepair(point.value, point.unit, window);
    return {
      point,
      reason: repair?.reason ?? "DIGIT_TYPO",
      repairedKm: repair?.km ?? null,
      use: "SET_ASIDE",
    };
  });
}

/** A run that nothing innocent explains. One reading that no clock can have reached is not used at all. */
function contradictionOf({ blocks, before, after }: Run): Explanation {
  const from = endOf(before ?? blocks.at(-1) ?? blocks[0]);
  const to = before === undefined ? (after ?? blocks[0]) : blocks[0];
  const reason = fallsFrom(from.km, to.km) ? "DECREASE" : "RATE_TOO_HIGH";
  const isLoneExcess = reason === "RATE_TOO_HIGH" && to === blocks[0] && blocks.length === 1;
  const findings = isLoneExcess
    ? findingsOn(blocks, reason, "SET_ASIDE", () => null)
    : newStretchAt(to, reason);
  return { cost: 0, verdict: "ILLOGICAL", reason, findings };
}
