package oncilla.backend;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A place that computes: it opens arenas, moves data, records plans and owns the lifetime of all of
 * them. Order of use: {@link #newArena}, {@link #upload}, {@link #record}, {@link Plan#run} many
 * times, {@link #download}. Work runs in the order of submission. Not thread-safe.
 */
public interface Backend extends AutoCloseable {
  /** {@code cpu}, {@code opencl} or {@code ejml}. */
  String name();

  /** The device as a person would name it, for reports. */
  DeviceInfo device();

  /** The format of every {@code REAL} tensor. */
  Precision precision();

  /**
   * How exact the matrix products are that it computes: what was asked for, or more exact where it
   * has nothing less exact, as in fp64.
   */
  default MatmulPrecision matmulPrecision() {
    return MatmulPrecision.HIGHEST;
  }

  /**
   * Bytes that an element of a {@code REAL} tensor takes here, for sums of memory; a backend may
   * keep numbers in a wider format than it rounds to.
   */
  default int bytesPerReal() {
    return precision().bytes();
  }

  /**
   * How much of the device's memory tensors can have in all: what the device has, less what the
   * backend may want for itself, such as operands of products in another layout.
   */
  default long tensorBytes() {
    return device().memoryBytes();
  }

  /**
   * What counts the memory of plans before there is any. Empty where plans take none beside their
   * tensors, or so little that nobody counts it.
   */
  default Optional<DryRun> dryRun() {
    return Optional.empty();
  }

  /**
   * Rows that a forward pass takes alike: in a batch that has a multiple of so many rows, a row
   * gets the same bits wherever it lies. One where that holds for any number of rows.
   */
  default int rowUnit() {
    return 1;
  }

  /**
   * Whether it uses kernels that nobody compared with the reference on this device: only where that
   * was asked for.
   */
  default boolean unverified() {
    return false;
  }

  /**
   * What was found to be wrong with its kernels so far, a line each: these are not used here. Empty
   * where nothing was, or where kernels are not verified.
   */
  default List<String> distrusted() {
    return List.of();
  }

  /** A new, empty arena. */
  Arena newArena();

  /** Copies {@code from} into a {@code REAL} tensor, rounding to the precision; row-major. */
  void upload(double[] from, Tensor to);

  /** Copies {@code from} into a {@code U8} tensor. */
  void upload(byte[] from, Tensor to);

  /** Copies {@code from} into an {@code I32} tensor. */
  void upload(int[] from, Tensor to);

  /** Copies {@code from} into an {@code I64} tensor. */
  void upload(long[] from, Tensor to);

  /**
   * Submits the copy of {@code from} into an {@code I32} tensor, behind the work submitted so far
   * and before what is submitted next, and does not wait for that work: what {@code from} holds now
   * is what is copied. By default it is an {@link #upload(int[], Tensor)}, for backends whose work
   * is done when it has been submitted.
   */
  default void uploadLater(int[] from, Tensor to) {
    upload(from, to);
  }

  /**
   * Host memory in front of tensors, from which rows are sent while the device computes.
   *
   * @param slots of type {@code U8} or {@code REAL}, of at most {@link Staging#MOST_BYTES} bytes
   *     each; they stay whoever allocated them's, who closes the staging before
   * @throws BackendException if there is no room
   */
  Staging stage(List<Tensor> slots);

  /** Waits, then copies a {@code REAL} tensor into {@code to}. */
  void download(Tensor from, double[] to);

  /** Waits, then copies a {@code U8} tensor into {@code to}. */
  void download(Tensor from, byte[] to);

  /** Waits, then copies an {@code I32} tensor into {@code to}. */
  void download(Tensor from, int[] to);

  /** Waits, then copies an {@code I64} tensor into {@code to}. */
  void download(Tensor from, long[] to);

  /**
   * Copies a tensor of any backend into one of this backend: waits for what was submitted to the
   * source, then copies. Real numbers are rounded to this backend's {@link #precision}. By default
   * the elements go through arrays of at most 16 MiB in this process.
   *
   * @param from not modified; may belong to another backend, of another precision
   * @param to of this backend, and of the same type and shape
   * @throws IllegalArgumentException if {@code to} is another backend's, or of another type or
   *     shape
   */
  default void copy(Tensor from, Tensor to) {
    if (to.owner() != this) {
      throw new IllegalArgumentException(
          "copy: the tensor belongs to another backend (" + to.owner().name() + ")");
    }
    TensorCopy.copy(from, to);
  }

  /**
   * Measures the peak rate of the device in {@link #precision}: the most arithmetic operations per
   * second that it reaches in a kernel made for that, where an addition and a multiplication count
   * as two. Reports divide the rate of a product by this peak. Each call measures again, which
   * takes a moment and waits for all submitted work; empty where a backend cannot measure it.
   */
  default OptionalDouble measurePeakFlops() {
    return OptionalDouble.empty();
  }

  /** Operations that are submitted at once. */
  Ops ops();

  /** Records what {@code program} calls, without running it. No host reads inside. */
  Plan record(Consumer<Ops> program);

  /**
   * Records as {@link #record(Consumer)} does, with a promise: neither the plan nor anything else
   * changes {@code constants} while the plan lives. A backend may keep them in a form that is
   * faster, made from what they hold now; by default it does not.
   *
   * @param constants for example a training set that is one batch
   * @throws IllegalArgumentException if one belongs to another backend
   */
  default Plan record(Consumer<Ops> program, Set<Tensor> constants) {
    for (Tensor constant : constants) {
      if (constant.owner() != this) {
        throw new IllegalArgumentException(
            "the tensor belongs to another backend (" + constant.owner().name() + ")");
      }
    }
    return record(program);
  }

  /** A point in the sequence of submitted work. */
  interface Marker extends AutoCloseable {
    /** Waits until everything submitted before the marker is done. */
    void await();

    @Override
    void close();
  }

  /** A marker behind all work submitted so far. */
  Marker mark();

  /**
   * A way into some tensors that nobody waits for. Each of them is a slot with host memory of its
   * own, pinned where a device has such: rows are written there, by any thread, and sent behind
   * what was read from the tensor before, while the device computes something else.
   *
   * <p>For each slot, in turns: {@link #awaitSent}, writing to {@link #host}, {@link #send}, {@link
   * #begin}, submitting what reads the tensor, {@link #end}. The thread of the backend calls all of
   * them but {@link #host} and {@link #awaitSent}, which any may.
   */
  interface Staging extends AutoCloseable {
    /** The most bytes of a slot. */
    long MOST_BYTES = 1 << 30;

    /** How many slots there are. */
    int slots();

    /**
     * The host memory of a slot: a byte for each element of a {@code U8} tensor, 4 or 8, as the
     * precision has it, for one of a {@code REAL} tensor; in native byte order, from position 0 to
     * the limit. Whoever writes moves its position, and nobody else does.
     */
    ByteBuffer host(int slot);

    /** Waits until what was sent last has left the host memory. */
    void awaitSent(int slot);

    /**
     * Submits the copy of the host memory to the tensor, which begins when what was submitted
     * before {@link #end} is done; waits for nothing. The host memory must not be written before
     * {@link #end} was called and {@link #awaitSent} has returned.
     */
    void send(int slot);

    /** What is submitted from now on begins when the copy that was sent last is done. */
    void begin(int slot);

    /** What was submitted since {@link #begin} is all that reads the tensor. */
    void end(int slot);

    /** Waits for copies under way, and frees the host memory; the tensors stay. */
    @Override
    void close();
  }

  /** Waits until all submitted work is done. */
  void synchronize();

  /** Releases everything that is still open. */
  @Override
  void close();
}
