package oncilla.data.demo;

import java.util.SplittableRandom;

/** One stream for every seed and index, so that what one picture draws is no matter to another. */
final class SplittableSource implements RandomSource {
  private static final double UNIT = 0x1p-53;

  private final SplittableRandom random;

  SplittableSource(long seed, long index) {
    random = new SplittableRandom(new SplittableRandom(seed).nextLong() + index);
  }

  @Override
  public double uniform() {
    return (random.nextLong() >>> 11) * UNIT;
  }
}
