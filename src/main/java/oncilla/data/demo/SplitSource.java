package oncilla.data.demo;

import java.util.SplittableRandom;

/** One stream per (seed, split, picture). */
final class SplitSource implements RandomSource {
  private final SplittableRandom random;

  SplitSource(long seed, DemoPictures.Split split, int picture) {
    SplittableRandom keyed = new SplittableRandom(seed);
    SplittableRandom ofSplit = new SplittableRandom(keyed.nextLong() + split.ordinal());
    random = new SplittableRandom(ofSplit.nextLong() + picture);
  }

  @Override
  public double uniform() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }
}
