package oncilla.data;

import java.nio.ByteBuffer;

/**
 * Features whose rows stay with the host while a network trains on them: each batch of them goes to
 * the device when its step is near.
 *
 * @param whole the features
 */
record StreamedFeatures(Features whole) implements FeaturesView {
  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public int rows() {
    return whole.rows();
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
