/** How long a claim keeps a signal from others; each step that is reported starts it anew. */
export const CLAIM_HOURS = 72;

export const claimEnd = (from: Date): Date => new Date(from.getTime() + CLAIM_HOURS * 3_600_000);
