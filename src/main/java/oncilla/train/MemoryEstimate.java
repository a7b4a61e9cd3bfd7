package oncilla.train;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.BlockLayout;
import oncilla.backend.DeviceInfo;
import oncilla.backend.ElementType;
import oncilla.backend.StepState;
import oncilla.data.Features;
import oncilla.nn.ActivationLayout;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Regularization;

/**
 * What a run takes on a device, computed from the same layouts that are allocated later.
 *
 * @param bytes the most that is held at any time
 * @param largestAllocationBytes the largest single allocation
 */
public record MemoryEstimate(long bytes, long largestAllocationBytes) {
  /** Of training on {@code rows} rows like those of {@code features}, all of them in one batch. */
  public static MemoryEstimate ofTraining(
      Backend backend,
      Network network,
      Features features,
      Regularization regularization,
      long rows) {
    long real = backend.bytesPerReal();
    long block = parameterBytes(backend, network);
    ActivationLayout layout =
        ActivationLayout.forTraining(
            network, rows, backend.precision().bytes(), slabElements(backend, network, rows));
    long masks = 0;
    for (int layer = 1; layer < network.depth(); layer++) {
      if (regularization.keepProbability(layer) < 1) {
        masks += rows * network.layers().get(layer - 1).outputs();
      }
    }
    long labels = rows * real;
    long few = StepState.COUNTERS * (long) Long.BYTES + 4 * real;
    long resident = 2 * block + layout.placement().elements() * real + masks + labels + few;
    return withInput(backend, features, rows, resident, largest(layout, real, block, masks));
  }

  /** Of evaluating {@code rows} rows at a time. */
  public static MemoryEstimate ofEvaluation(
      Backend backend, Network network, Features features, long rows) {
    long real = backend.bytesPerReal();
    long block = parameterBytes(backend, network);
    ActivationLayout layout =
        ActivationLayout.forInference(
            network, rows, backend.precision().bytes(), slabElements(backend, network, rows));
    long probabilities = rows * real;
    long resident = block + layout.placement().elements() * real + probabilities;
    MemoryEstimate model =
        withInput(backend, features, rows, 0, largest(layout, real, block, probabilities));
    return new MemoryEstimate(model.bytes() + resident, model.largestAllocationBytes());
  }

  /**
   * Of the learning curves beside a training run, {@code chunk} rows of the test set at a time: the
   * test set as it is stored, and what its forward pass needs. Parameters and the activations of
   * the training set are the step's.
   */
  static MemoryEstimate ofCurves(
      Backend backend, Network network, long trainRows, Features test, int chunk) {
    long real = backend.bytesPerReal();
    ActivationLayout layout =
        ActivationLayout.forInference(
            network, chunk, backend.precision().bytes(), slabElements(backend, network, chunk));
    boolean bytes = DeviceFeatures.type(test) == ElementType.U8;
    long source = (long) test.rows() * test.columns() * (bytes ? 1 : real);
    long indices = (long) InferencePlan.padded(test.rows(), chunk) * Integer.BYTES;
    long input = (long) chunk * test.columns() * real;
    long probabilities = (trainRows + chunk) * real;
    long states = 2 * (StepState.COUNTERS * (long) Long.BYTES + real);
    return new MemoryEstimate(
        source + indices + input + layout.placement().elements() * real + probabilities + states,
        largest(layout, real, source, indices, input, trainRows * real));
  }

  /**
   * Rows of a test set to forward at a time for the learning curves of a training run: as many as
   * usual, fewer where the device has little memory left beside the run.
   *
   * @throws BackendException if not even one row fits
   */
  static int curvesChunk(
      Backend backend,
      Network network,
      Features train,
      Regularization regularization,
      Features test) {
    MemoryEstimate training = ofTraining(backend, network, train, regularization, train.rows());
    int chunk = Math.min(Evaluator.DEFAULT_CHUNK_ROWS, test.rows());
    while (true) {
      MemoryEstimate both = training.plus(ofCurves(backend, network, train.rows(), test, chunk));
      if (both.fits(backend)) {
        return chunk;
      }
      if (chunk == 1) {
        throw new BackendException(
            both.refusal("keeping " + test.rows() + " test examples beside the run", backend));
      }
      chunk /= 2;
    }
  }

  /**
   * Why a run that fits its device has no room there for learning curves, one line; empty if it
   * has.
   *
   * @throws BackendException if the run itself does not fit
   */
  public static Optional<String> curvesRefusal(
      Backend backend,
      Network network,
      Features train,
      Regularization regularization,
      Features test) {
    requireTrainingFits(backend, network, train, regularization);
    try {
      curvesChunk(backend, network, train, regularization, test);
      return Optional.empty();
    } catch (BackendException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  /**
   * Checks, before anything is allocated, that training on all of {@code features} fits.
   *
   * @throws BackendException saying what is needed, what there is, and the largest batch that fits
   */
  public static void requireTrainingFits(
      Backend backend, Network network, Features features, Regularization regularization) {
    MemoryEstimate needed = ofTraining(backend, network, features, regularization, features.rows());
    if (needed.fits(backend)) {
      return;
    }
    long fitting = 0;
    long tooMany = features.rows();
    while (tooMany - fitting > 1) {
      long middle = (fitting + tooMany) / 2;
      if (ofTraining(backend, network, features, regularization, middle).fits(backend)) {
        fitting = middle;
      } else {
        tooMany = middle;
      }
    }
    throw new BackendException(
        needed.refusal("training on " + features.rows() + " examples", backend)
            + (fitting == 0
                ? "; not even one example fits"
                : "; the largest batch that fits is " + fitting));
  }

  /** Whether a backend's device has room for it. */
  public boolean fits(Backend backend) {
    return bytes <= backend.tensorBytes()
        && largestAllocationBytes <= backend.device().largestAllocationBytes();
  }

  /** Both at the same time. */
  private MemoryEstimate plus(MemoryEstimate other) {
    return new MemoryEstimate(
        bytes + other.bytes, Math.max(largestAllocationBytes, other.largestAllocationBytes));
  }

  /** Why it does not fit, one line. */
  String refusal(String what, Backend backend) {
    DeviceInfo device = backend.device();
    return "%s needs %s (%s in one piece); %s has %s (%s in one piece)"
        .formatted(
            what,
            readable(bytes),
            readable(largestAllocationBytes),
            device.name(),
            readable(backend.tensorBytes()),
            readable(device.largestAllocationBytes()));
  }

  /** The stored features are needed only until they have become the input. */
  private static MemoryEstimate withInput(
      Backend backend, Features features, long rows, long resident, long largest) {
    long numbers = rows * features.columns();
    long input = numbers * backend.bytesPerReal();
    boolean bytes = DeviceFeatures.type(features) == ElementType.U8;
    long source = numbers * (bytes ? 1 : backend.bytesPerReal());
    long staging =
        source
            + rows * Integer.BYTES
            + StepState.COUNTERS * (long) Long.BYTES
            + backend.bytesPerReal();
    return new MemoryEstimate(
        input + Math.max(staging, resident), Math.max(largest, Math.max(input, source)));
  }

  private static long largest(ActivationLayout layout, long real, long... others) {
    long slab =
        layout.placement().slabs().stream().mapToLong(BlockLayout::size).max().orElse(0) * real;
    return Math.max(slab, LongStream.of(others).max().orElse(0));
  }

  private static long parameterBytes(Backend backend, Network network) {
    return ParameterMemory.layout(network, backend.precision()).size() * backend.bytesPerReal();
  }

  /** The most elements of a slab on this device; more only if a single tensor exceeds that. */
  private static long slabElements(Backend backend, Network network, long rows) {
    long widest = network.layers().stream().mapToLong(Dense::outputs).max().orElseThrow();
    return Math.max(
        largestSlab(backend), BlockLayout.padded(rows * widest, backend.precision().bytes()));
  }

  /** The most elements of a slab on the backend's device. */
  static long largestSlab(Backend backend) {
    return backend.device().largestAllocationBytes() / backend.bytesPerReal();
  }

  private static String readable(long bytes) {
    double value = bytes;
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
