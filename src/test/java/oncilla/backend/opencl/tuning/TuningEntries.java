package oncilla.backend.opencl.tuning;

import java.time.LocalDate;
import java.util.List;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.cl.ClDevice;

/** Entries for tests. */
final class TuningEntries {
  private TuningEntries() {}

  /** Another device of the same vendor and type. */
  static ClDevice sibling(ClDevice device) {
    return new ClDevice(
        device.index(),
        device.platformIndex(),
        device.deviceIndex(),
        device.name() + " II",
        device.type(),
        device.platform(),
        device.vendor(),
        device.driverVersion(),
        device.version(),
        device.languageVersion(),
        device.extensions(),
        device.computeUnits(),
        device.maxWorkGroupSize(),
        device.globalMemoryBytes(),
        device.maxAllocationBytes(),
        device.localMemoryBytes(),
        device.dedicatedLocalMemory(),
        device.nativeVectorWidthFloat(),
        device.nativeVectorWidthDouble());
  }

  /** For fp32 NN of the class {@code small}. */
  static TuningEntry small(ClDevice device, MatmulVariant variant) {
    return entry(
        device, new TuningEntry.Product(Precision.FP32, MatmulForm.NN, ShapeClass.SMALL), variant);
  }

  static TuningEntry entry(ClDevice device, TuningEntry.Product product, MatmulVariant variant) {
    return new TuningEntry(
        TuningEntry.Place.of(device),
        product,
        variant.family().name(),
        variant.values(),
        List.of(new TuningEntry.Measurement(new MatmulDims(61, 63, 64), 12.5)),
        1.25,
        device.driverVersion(),
        LocalDate.of(2026, 11, 23));
  }
}
