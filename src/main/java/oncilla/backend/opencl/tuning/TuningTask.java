package oncilla.backend.opencl.tuning;

import java.util.List;
import oncilla.backend.MatmulDims;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;

/**
 * A kind of product to be tuned on a device.
 *
 * @param target where
 * @param product what
 * @param extents at which the candidates are timed
 * @param weight its part of the time, beside those of other tasks
 */
record TuningTask(
    Target target, TuningEntry.Product product, List<MatmulDims> extents, double weight) {
  /** A task that is timed at the extents of its class. */
  TuningTask(Target target, TuningEntry.Product product) {
    this(target, product, extents(product.key().shape(), target.device().type()), 1);
  }

  /**
   * A device that can be opened.
   *
   * @param driver that has the device
   * @param device one of its own
   * @param precision to open it with
   */
  record Target(ClDriver driver, ClDevice device, Precision precision) {}

  /** What the candidates must fit. */
  DeviceLimits limits() {
    return new DeviceLimits(target.device(), target.precision());
  }

  /**
   * The extents at which a class is timed on a type of device: those of training steps, a square,
   * one at which no tile ends at the edge and, where sums may be short or long, one with long sums,
   * since a variant must serve its whole class.
   */
  static List<MatmulDims> extents(ShapeClass shape, ClDevice.Type type) {
    return switch (shape) {
      case SMALL -> List.of(new MatmulDims(209, 7, 20), new MatmulDims(61, 63, 64));
      case FLAT -> List.of(new MatmulDims(20, 12288, 209), new MatmulDims(49, 1031, 513));
      case THIN -> List.of(new MatmulDims(209, 20, 12288), new MatmulDims(256, 33, 1024));
      case LONG -> List.of(new MatmulDims(256, 512, 12288), new MatmulDims(209, 101, 2053));
      case MEDIUM ->
          List.of(
              new MatmulDims(512, 512, 512),
              new MatmulDims(257, 401, 333),
              new MatmulDims(300, 300, 1100));
      case LARGE ->
          type == ClDevice.Type.GPU
              ? List.of(new MatmulDims(4096, 4096, 4096), new MatmulDims(2047, 1025, 1031))
              : List.of(new MatmulDims(1024, 1024, 1024), new MatmulDims(1023, 1025, 3077));
    };
  }
}
