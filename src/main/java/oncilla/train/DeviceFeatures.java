package oncilla.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Arena;
import oncilla.backend.Augmentation;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.Ops;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.Features;
import oncilla.nn.Standardization;
import oncilla.train.stream.StagedBatches;

/**
 * Features in a backend's memory as they are stored, a byte per pixel value: all of them, or as
 * many rows as there is room for at a time. {@link #gather} turns rows of them into the network's
 * input, {@code m} at a time, from where a step state stands. Of features that stream there are
 * {@link #slots}, a batch each, which {@link oncilla.train.stream.StagedBatches} fill.
 *
 * <p>Order of use: {@link #allocate}, {@link #start}, {@link #upload}, then recorded or submitted
 * operations.
 */
final class DeviceFeatures {
  /** Host memory for rows on their way into the backend's memory: what one copy takes. */
  static final int STAGING_BYTES = 4 << 20;

  private final Features features;
  private final List<Tensor> slots;
  private final Tensor order;
  private final StepState state;
  private final boolean shared;
  private final InputTransform transform;

  private DeviceFeatures(
      Features features,
      List<Tensor> slots,
      InputTransform transform,
      Tensor order,
      StepState state,
      boolean shared) {
    this.features = features;
    this.slots = slots;
    this.transform = transform;
    this.order = order;
    this.state = state;
    this.shared = shared;
  }

  /**
   * Memory for some rows of {@code features}.
   *
   * @param held rows to have memory for
   * @param gathered rows to gather before the row offset is 0 again, at least {@code held}
   * @param state its row offset is where rows are gathered from
   * @param augmentation how images are changed, if they are; then all of them are held
   */
  static DeviceFeatures allocate(
      Arena arena,
      Features features,
      long held,
      long gathered,
      StepState state,
      Optional<Augmentation> augmentation) {
    return new DeviceFeatures(
        features,
        List.of(arena.allocate(features.type(), Shape.of(held, features.columns()))),
        transform(arena, features, augmentation),
        arena.allocate(ElementType.I32, Shape.vector(gathered)),
        state,
        false);
  }

  /**
   * Memory for some batches of features that stream.
   *
   * @param batch rows of a batch
   * @param gathered rows to gather before the row offset is 0 again
   * @param state its row offset is where a batch begins
   * @param augmentation how images are changed, if they are
   * @throws BackendException if a batch is too large to be sent at once
   */
  static DeviceFeatures allocateSlots(
      Arena arena,
      Features features,
      int batch,
      long gathered,
      StepState state,
      Optional<Augmentation> augmentation) {
    int most = features.type() == ElementType.U8 ? 1 : Double.BYTES;
    long bytes = (long) batch * features.columns() * most;
    if (bytes > Backend.Staging.MOST_BYTES) {
      throw new BackendException(
          Message.of(
              "a batch of %d examples of %d numbers is more than the %d MiB that can be sent at once; choose a smaller "
                  .formatted(batch, features.columns(), Backend.Staging.MOST_BYTES >> 20),
              Setting.BATCH_SIZE));
    }
    List<Tensor> slots = new ArrayList<>();
    for (int i = 0; i < StagedBatches.slots(bytes); i++) {
      slots.add(arena.allocate(features.type(), Shape.of(batch, features.columns())));
    }
    return new DeviceFeatures(
        features,
        List.copyOf(slots),
        transform(arena, features, augmentation),
        arena.allocate(ElementType.I32, Shape.vector(gathered)),
        state,
        false);
  }

  private static InputTransform transform(
      Arena arena, Features features, Optional<Augmentation> augmentation) {
    return new InputTransform(
        features.divisor(),
        features.standardization().map(numbers -> columns(arena, features.columns())),
        augmentation);
  }

  private static InputTransform.Columns columns(Arena arena, int columns) {
    return new InputTransform.Columns(
        arena.allocate(ElementType.REAL, Shape.vector(columns)),
        arena.allocate(ElementType.REAL, Shape.vector(columns)));
  }

  /**
   * The same rows, which are there once, gathered as they are in an order and from a state of its
   * own.
   *
   * @param gathered rows to gather before the row offset is 0 again
   */
  DeviceFeatures again(Arena arena, long gathered) {
    return new DeviceFeatures(
        features,
        slots,
        new InputTransform(transform.divisor(), transform.standardization(), Optional.empty()),
        arena.allocate(ElementType.I32, Shape.vector(gathered)),
        StepState.allocate(arena),
        true);
  }

  /** Whether the rows are others', who upload them. */
  boolean isShared() {
    return shared;
  }

  /** The features. */
  Features features() {
    return features;
  }

  /** Where the batches of features that stream lie. */
  List<Tensor> slots() {
    return slots;
  }

  /** Rows there is memory for, in one piece. */
  int held() {
    return Math.toIntExact(stored().shape().rows());
  }

  private Tensor stored() {
    return slots.get(0);
  }

  /**
   * Puts the rows in order, and the state at the first; uploads what they are standardised with.
   * Rows past the last one held repeat it.
   */
  void start(Backend backend) {
    int last = Math.min(held(), features.rows()) - 1;
    int[] rows = new int[gathered()];
    Arrays.setAll(rows, i -> Math.min(i, last));
    backend.upload(rows, order);
    state.set(StepState.Position.START);
    features.standardization().ifPresent(numbers -> uploadColumns(backend, numbers));
  }

  private void uploadColumns(Backend backend, Standardization numbers) {
    InputTransform.Columns columns = transform.standardization().orElseThrow();
    backend.upload(numbers.meanOfColumns(features.columns()), columns.mean());
    backend.upload(numbers.deviationOfColumns(features.columns()), columns.deviation());
  }

  /** Elements of an order: rows to gather before the row offset is 0 again. */
  int gathered() {
    return Math.toIntExact(order.shape().size());
  }

  /**
   * Submits another order of the rows, for what is gathered from now on; waits for nothing.
   *
   * @param rows {@link #gathered} of them, each held
   */
  void reorder(Backend backend, int[] rows) {
    backend.uploadLater(rows, order);
  }

  /**
   * Copies the rows {@code from} (inclusive) to {@code to} (exclusive) of the features into the
   * first rows of the memory, a few MiB at a time; the rows behind stay as they are.
   */
  void upload(Backend backend, int from, int to) {
    int columns = features.columns();
    boolean bytes = features.type() == ElementType.U8;
    long rowBytes = (long) columns * (bytes ? 1 : Double.BYTES);
    int atOnce = (int) Math.min(to - from, Math.max(1, STAGING_BYTES / rowBytes));
    byte[] pixels = {};
    double[] numbers = {};
    for (int first = from; first < to; ) {
      int rows = Math.min(atOnce, to - first);
      int size = Math.multiplyExact(rows, columns);
      Tensor piece = stored().part((long) (first - from) * columns, Shape.of(rows, columns));
      if (bytes) {
        pixels = pixels.length == size ? pixels : new byte[size];
        features.copyRows(first, first + rows, pixels);
        backend.upload(pixels, piece);
      } else {
        numbers = numbers.length == size ? numbers : new double[size];
        features.copyRows(first, first + rows, numbers);
        backend.upload(numbers, piece);
      }
      first += rows;
    }
  }

  /**
   * Submits the gathering of the rows from where the state stands.
   *
   * @param input X, {@code m × n[0]}, written
   */
  void gather(Ops ops, Tensor input) {
    ops.gather(stored(), order, state, transform, input);
  }

  /**
   * Submits the gathering of a part of the batch that lies in a slot.
   *
   * @param first where the part begins in the batch
   * @param input X, {@code m × n[0]}, written; the batch may have more rows
   */
  void gatherStaged(Ops ops, int slot, long first, Tensor input) {
    Tensor batch = slots.get(slot);
    Shape part = input.shape();
    ops.gather(
        part.equals(batch.shape()) ? batch : batch.part(first * part.columns(), part),
        orderFrom(first),
        state,
        transform.ofStaged(),
        input);
  }

  /**
   * Uploads all rows held and gathers them, in their order, after which they are needed no longer;
   * waits.
   *
   * @param input X of them all, written
   */
  void gatherAll(Backend backend, Tensor input) {
    start(backend);
    upload(backend, 0, held());
    gather(backend.ops(), input);
    backend.synchronize();
  }

  /**
   * Submits the gathering of a part of a batch.
   *
   * @param first how many rows behind where the state stands the part begins
   * @param input X, {@code m × n[0]}, written
   */
  void gather(Ops ops, long first, Tensor input) {
    ops.gather(stored(), orderFrom(first), state, transform, input);
  }

  /**
   * Submits the gathering of numbers that go with the rows of a part of a batch, such as labels.
   *
   * @param first how many rows behind where the state stands the part begins
   * @param numbers one for each row of the features, {@code N × 1}
   * @param part {@code m × 1}, written
   */
  void gatherBeside(Ops ops, long first, Tensor numbers, Tensor part) {
    ops.gather(numbers, orderFrom(first), state, InputTransform.dividing(1), part);
  }

  private Tensor orderFrom(long first) {
    return first == 0 ? order : order.part(first, Shape.vector(order.shape().size() - first));
  }

  /** Submits moving the state by {@code rows}; behind the last row its row offset is 0 again. */
  void advance(Ops ops, long rows) {
    ops.advance(state, rows, order.shape().size());
  }
}
