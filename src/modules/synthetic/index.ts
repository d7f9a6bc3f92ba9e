/** Models tested on fleets of which the truth is known. */
export {
  backtestSynthetic,
  type SyntheticBacktest,
  type SyntheticSettings,
  type SyntheticStage,
} from "./backtest-synthetic.ts";
export { factsOf } from "./demo-facts.ts";
