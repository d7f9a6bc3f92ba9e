/** Poisson deviance of one count: twice the log-likelihood lost against a prediction that knew it. */
export function poissonDeviance(count: number, expected: number): number {
  const surprise = count > 0 ? count * Math.log(count / expected) : 0;
  return 2 * (surprise - (count - expected));
}

/**
 * Where a count falls in its predictive distribution, 0 to 1, its own probability counted half. The distribution is
 * negative binomial: Poisson counts whose mean is uncertain.
 * @param logVariance variance of the mean's logarithm
 */
export function predictivePlace(count: number, expected: number, logVariance: number): number {
  const shape = 1 / Math.expm1(Math.max(logVariance, 1e-6));
  const odds = Math.log(expected / (shape + expected));
  let logProbability = shape * Math.log(shape / (shape + expected));
  let below = 0;
  for (let value = 0; value < count; value += 1) {
    below += Math.exp(logProbability);
    logProbability += odds + Math.log((value + shape) / (value + 1));
  }
  return below + 0.5 * Math.exp(logProbability);
}
