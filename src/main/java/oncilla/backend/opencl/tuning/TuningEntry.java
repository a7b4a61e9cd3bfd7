package oncilla.backend.opencl.tuning;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.MatmulFamilies;
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.cl.ClDevice;

/**
 * One line of a tuning file: what is best for one kind of product on one device, and how that was
 * found out. Family and parameters are as they stand in the file: another version may have written
 * them, and whether they can be used here is decided when they are looked up.
 *
 * @param place the device it was measured on
 * @param product what it is best for
 * @param family the variant's family
 * @param parameters the variant's parameters, sorted by name
 * @param measured speeds, for people who check the entry
 * @param gain speed over what was used before
 * @param driver version of the driver it was measured with
 * @param date the day of the measurement
 */
record TuningEntry(
    Place place,
    Product product,
    String family,
    Map<String, Integer> parameters,
    List<Measurement> measured,
    double gain,
    String driver,
    LocalDate date) {
  /** Copies the collections. */
  TuningEntry {
    parameters = new TreeMap<>(parameters);
    measured = List.copyOf(measured);
  }

  /**
   * A device.
   *
   * @param device its name
   * @param vendor its vendor
   * @param type CPU, GPU or other
   */
  record Place(String device, String vendor, ClDevice.Type type) {
    static Place of(ClDevice device) {
      return new Place(device.name(), device.vendor(), device.type());
    }

    /** Whether the other is of the same make: what suits one is a good guess for the other. */
    boolean sameVendor(Place other) {
      return vendor.equals(other.vendor) && type == other.type;
    }
  }

  /**
   * A kind of product.
   *
   * @param precision of the operands
   * @param key form, class of extents, matmul precision and layout
   */
  record Product(Precision precision, MatmulTable.Key key) {
    /** Products of row-major operands as exact as they can be. */
    Product(Precision precision, MatmulForm form, ShapeClass shape) {
      this(precision, new MatmulTable.Key(form, shape));
    }

    @Override
    public String toString() {
      String exactness =
          key.precision() == MatmulPrecision.HIGHEST ? "" : " " + key.precision().label();
      return precision.label() + exactness + " " + key.form() + " " + label(key.shape());
    }

    static String label(ShapeClass shape) {
      return shape.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A measurement.
   *
   * @param dims extents
   * @param gflops 10⁹ operations per second
   */
  record Measurement(MatmulDims dims, double gflops) {}

  /**
   * The variant.
   *
   * @throws IllegalArgumentException with the reason, if this program does not know it, it cannot
   *     serve the product, or {@code limits} do not allow it
   */
  MatmulVariant variant(DeviceLimits limits) {
    MatmulFamily<?> known =
        MatmulFamilies.named(family)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no family '" + family + "', only " + MatmulFamilies.names()));
    MatmulVariant variant = known.create(parameters);
    new TuningSpace<>(known, product.key(), limits)
        .misfit(variant)
        .ifPresent(
            misfit -> {
              throw new IllegalArgumentException(misfit);
            });
    return variant;
  }

  @Override
  public String toString() {
    return product + ": " + MatmulFamily.describe(family, parameters);
  }
}
