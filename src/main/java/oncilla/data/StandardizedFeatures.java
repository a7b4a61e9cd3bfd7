package oncilla.data;

import java.nio.ByteBuffer;
import java.util.Optional;
import oncilla.nn.Standardization;

/**
 * Features whose numbers are standardised on their way into the network; stored they stay as they
 * are.
 *
 * @param whole the features
 * @param numbers what they are standardised with
 */
record StandardizedFeatures(Features whole, Standardization numbers) implements FeaturesView {
  /** Checks that the numbers are those of such features. */
  StandardizedFeatures {
    if (!numbers.fits(whole.columns())) {
      throw new IllegalArgumentException(
          whole.columns()
              + " numbers per example are no multiple of "
              + numbers.channels()
              + " channels");
    }
  }

  @Override
  public int rows() {
    return whole.rows();
  }

  @Override
  public Optional<Standardization> standardization() {
    return Optional.of(numbers);
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    whole.copyRows(from, to, target);
  }

  @Override
  public void copyRows(int from, int to, byte[] target) {
    whole.copyRows(from, to, target);
  }

  @Override
  public void copyRows(int from, int to, ByteBuffer target) {
    whole.copyRows(from, to, target);
  }
}
