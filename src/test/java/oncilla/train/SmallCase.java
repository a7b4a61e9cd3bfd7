package oncilla.train;

import java.util.List;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.random.NumpyRandom;

/** A net and data small enough for tests of the loop. */
final class SmallCase {
  static final Network NETWORK = Network.classifier(6, List.of(8, 5));

  private SmallCase() {}

  /** Points whose label says whether they lie to the right. */
  static Dataset table(int rows) {
    double[] values = new NumpyRandom(5).normals(rows * 6);
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) (values[6 * i] > 0 ? 1 : 0);
    }
    return new Dataset("points", new Table(values, rows, 6), labels, List.of("left", "right"));
  }

  /** Images of 1 × 2 pixels with three channels. */
  static Dataset pixels(int rows) {
    NumpyRandom random = new NumpyRandom(6);
    byte[] values = new byte[rows * 6];
    byte[] labels = new byte[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextWord();
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) (values[6 * i] < 0 ? 1 : 0);
    }
    return new Dataset(
        "pixels",
        new Pixels(values, rows, new ImageGeometry(1, 2, 3)),
        labels,
        List.of("dark", "bright"));
  }

  static Parameters start() {
    return Initialization.of(Scheme.HE).draw(NETWORK, 3);
  }
}
