package oncilla.bench;

/**
 * The times that were measured of one subject.
 *
 * @param seconds time of one run, from submitting the first of a sample to the end of the last,
 *     divided by their number; a value for each round; not copied
 * @param submitSeconds the part of those seconds until all runs of the sample were submitted; not
 *     copied
 * @param runsPerSample runs back to back in a sample
 */
record Samples(double[] seconds, double[] submitSeconds, long runsPerSample) {
  /** Time of one run. */
  Statistics time() {
    return Statistics.of(seconds);
  }

  /** The host's share: time until everything was submitted, over the time until it was done. */
  Statistics hostShare() {
    double[] shares = new double[seconds.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = submitSeconds[i] / seconds[i];
    }
    return Statistics.of(shares);
  }

  /**
   * How many times as fast as {@code other} this is, round by round: above 1 this is the faster
   * one.
   */
  Statistics speedOver(Samples other) {
    double[] ratios = new double[seconds.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = other.seconds[i] / seconds[i];
    }
    return Statistics.of(ratios);
  }
}
