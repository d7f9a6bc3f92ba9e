/**
 * What the first scoring of a fleet leaves of the indexes until its end: a vehicle's own signals are found all the time.
 * By then the numbers of open signals are folded, and few are left to look for.
 */
export const SIGNALS_AS_FILLED = [
  {
    table: "intent_signals",
    keep: ["intent_signals_vehicle_id_probability_id_idx", "intent_signals_claimed_until_idx"],
  },
  { table: "open_signal_counts", keep: [] },
] as const;
