package oncilla.backend.opencl;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oncilla.Requirements;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.device.OpenClDevices;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.PackedMatmul;
import oncilla.backend.opencl.matmul.PackingPlan;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.runtime.BackendSetup;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import oncilla.cl.ClUnavailableException;

/**
 * One way to run the OpenCL backend in tests: binding, precision and kernel parameters. The device
 * is the one that the backend would take by itself, or the one whose index or name is in {@code
 * oncilla.device}.
 */
public record OpenClConfiguration(String binding, Precision precision, Variant variant) {
  private static final String DEVICE = "oncilla.device";

  /** Kernel parameters to force. */
  public enum Variant {
    /** What the backend takes for the device. */
    DEVICE_DEFAULT,
    /** Local-memory tiles and group reductions, as for a GPU. */
    GPU,
    /** The smallest tiles, so that small cases have many of them. */
    SMALL_TILES,
    /** Blocks for CPU devices that are not square and vectors of four. */
    CPU_NARROW,
    /** What a CPU device with registers of 512 bits gets for operands that are not packed. */
    CPU_WIDE,
    /** Small packed blocks, so that small cases have many of them, and steps of K that are odd. */
    PACKED_NARROW,
    /** Both operands packed ahead of every product, in panels of eight and of twelve. */
    PACKED_AHEAD,
    /** The register block of a CPU device with registers of 512 bits, in small packed blocks. */
    PACKED_WIDE,
    /** The tiles of large products, 8 × 8 and 8 × 16 sums an item; long sums in two parts. */
    LARGE_TILES;

    /** Those whose tiles are large against most cases, and slow to compile and run on a CPU. */
    static final Set<Variant> FOR_LARGE_CASES = EnumSet.of(LARGE_TILES);

    /**
     * Those that are run through every binding: the device's own, and those for a GPU, which have
     * other kernels and launches. A binding hands on the arguments of a launch and knows nothing of
     * block sizes, so the other variants are run through one.
     */
    static final Set<Variant> FOR_EVERY_BINDING = EnumSet.of(DEVICE_DEFAULT, GPU);

    /** Those that only a CPU device gets; compilers of GPUs need up to half a minute for each. */
    static final Set<Variant> FOR_CPU_DEVICES =
        EnumSet.of(CPU_NARROW, CPU_WIDE, PACKED_NARROW, PACKED_AHEAD, PACKED_WIDE);

    public KernelParameters parameters(ClDevice device, Precision precision) {
      return forced(precision).orElseGet(() -> KernelParameters.forDevice(device, precision));
    }

    /** The parameters where they are the same on any device. */
    Optional<KernelParameters> forced(Precision precision) {
      return this == DEVICE_DEFAULT ? Optional.empty() : Optional.of(fixed(precision));
    }

    private KernelParameters fixed(Precision precision) {
      return switch (this) {
        case DEVICE_DEFAULT -> throw new IllegalStateException("the device has its own");
        case GPU ->
            new KernelParameters(
                64, 64, 4, 0, MatmulTable.always(new TiledMatmul(64, 64, 16, 8, 4, 16, 4)));
        case SMALL_TILES ->
            new KernelParameters(
                32, 8, 16, 0, MatmulTable.always(new TiledMatmul(8, 16, 4, 4, 4, 1000, 2)));
        case LARGE_TILES -> new KernelParameters(64, 64, 4, 0, largeTiles(precision));
        case CPU_WIDE -> {
          int width = precision == Precision.FP64 ? 8 : 16;
          yield new KernelParameters(
              64, 1, width, 4, MatmulTable.always(new DirectMatmul(4, 4, 4, width)));
        }
        case PACKED_WIDE -> {
          int width = precision == Precision.FP64 ? 8 : 16;
          yield new KernelParameters(
              64, 1, width, 4, MatmulTable.always(new PackedMatmul(12, 2, width, 24, 64)));
        }
        case PACKED_NARROW ->
            new KernelParameters(16, 1, 4, 3, MatmulTable.always(new PackedMatmul(4, 1, 4, 8, 5)));
        case PACKED_AHEAD ->
            new KernelParameters(
                16,
                1,
                4,
                3,
                MatmulTable.always(
                    new PackedMatmul(8, 3, 4, 16, 7, Optional.of(PackingPlan.Packing.PER_CALL))));
        case CPU_NARROW ->
            new KernelParameters(16, 1, 4, 3, MatmulTable.always(new DirectMatmul(3, 2, 1, 4)));
      };
    }
  }

  /** The cases reach the class of medium products at most; their forms get different tiles. */
  private static MatmulTable largeTiles(Precision precision) {
    return precision == Precision.FP32
        ? MatmulTable.always(new TiledMatmul(128, 128, 16, 8, 16, 2, 4))
            .with(
                new MatmulTable.Key(MatmulForm.NN, ShapeClass.MEDIUM),
                new TiledMatmul(128, 256, 16, 8, 16, 1, 4))
            .with(
                new MatmulTable.Key(MatmulForm.TN, ShapeClass.MEDIUM),
                new TiledMatmul(128, 128, 16, 8, 8, 1, 4))
        : MatmulTable.always(new TiledMatmul(128, 64, 8, 8, 8, 2, 4));
  }

  /** All bindings and precisions with the device's own parameters. */
  public static List<OpenClConfiguration> defaults() {
    return of(List.of(Variant.DEVICE_DEFAULT));
  }

  /**
   * All bindings, precisions and variants, but for those that are for large cases. Where {@code
   * oncilla.device} names a GPU, those for CPU devices are left out, too.
   */
  public static List<OpenClConfiguration> all() {
    Set<Variant> variants = EnumSet.complementOf(EnumSet.copyOf(Variant.FOR_LARGE_CASES));
    if (gpuIsNamed()) {
      variants.removeAll(Variant.FOR_CPU_DEVICES);
    }
    return of(List.copyOf(variants));
  }

  private static boolean gpuIsNamed() {
    String wanted = System.getProperty(DEVICE);
    if (wanted == null) {
      return false;
    }
    try {
      ClDriver first = ClDrivers.all().iterator().next();
      return OpenClDevices.named(first.devices(), wanted).type() == ClDevice.Type.GPU;
    } catch (ClUnavailableException none) {
      // Whoever opens one of them says so.
      return false;
    }
  }

  /**
   * Every variant of {@link #all} through one binding, and through the others those that show what
   * a binding can do wrong.
   */
  public static List<OpenClConfiguration> eachVariantOnce() {
    String first = ClDrivers.all().get(0).name();
    return all().stream()
        .filter(
            one -> one.binding().equals(first) || Variant.FOR_EVERY_BINDING.contains(one.variant()))
        .toList();
  }

  /** All bindings and precisions with the variants for large cases. */
  public static List<OpenClConfiguration> forLargeCases() {
    return of(List.copyOf(Variant.FOR_LARGE_CASES));
  }

  private static List<OpenClConfiguration> of(List<Variant> variants) {
    List<OpenClConfiguration> configurations = new ArrayList<>();
    for (ClDriver driver : ClDrivers.all()) {
      for (Precision precision : Precision.values()) {
        for (Variant variant : variants) {
          configurations.add(new OpenClConfiguration(driver.name(), precision, variant));
        }
      }
    }
    return configurations;
  }

  /** Opens it, or skips the test where there is no OpenCL, or no fp64. */
  public OpenClBackend open() {
    return open(ClDrivers.named(binding), OpenClBackend.NewMemory.ZERO);
  }

  /** Opens it through {@code driver}. */
  public OpenClBackend open(ClDriver driver, OpenClBackend.NewMemory newMemory) {
    ClDevice device = usableDevice(driver);
    return new OpenClBackend(
        driver,
        device,
        precision,
        variant.parameters(device, precision),
        newMemory,
        ProgramCache.off());
  }

  /** Opens it through {@code driver}, with programs kept in {@code cache}. */
  public OpenClBackend open(ClDriver driver, ProgramCache cache) {
    ClDevice device = usableDevice(driver);
    return new OpenClBackend(
        driver,
        device,
        precision,
        variant.parameters(device, precision),
        OpenClBackend.NewMemory.ZERO,
        cache);
  }

  /** Opens it with a say in everything. */
  public OpenClBackend open(BackendSetup setup) {
    ClDriver driver = ClDrivers.named(binding);
    ClDevice device = usableDevice(driver);
    return new OpenClBackend(
        driver, device, precision, variant.parameters(device, precision), setup);
  }

  private ClDevice usableDevice(ClDriver driver) {
    ClDevice device = device(driver);
    if (precision == Precision.FP64 && !device.fp64()) {
      Requirements.missing("opencl", device.name() + " does not compute in fp64");
    }
    return device;
  }

  private static ClDevice device(ClDriver driver) {
    try {
      List<ClDevice> devices = driver.devices();
      String wanted = System.getProperty(DEVICE);
      return wanted == null
          ? OpenClDevices.ranked(devices, Precision.FP32).get(0)
          : OpenClDevices.named(devices, wanted);
    } catch (ClUnavailableException none) {
      Requirements.missing("opencl", none.getMessage());
      throw new AssertionError(none);
    }
  }

  @Override
  public String toString() {
    return binding + " " + precision.label() + " " + variant;
  }
}
