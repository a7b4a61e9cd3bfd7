package oncilla.train.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import oncilla.backend.Backend;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.base.Closing;
import oncilla.data.Features;

/**
 * The batches of a run whose training set stays with the host: a ring of slots on the device, each
 * with a batch of rows as they are stored, which are sent while earlier steps are computed. For
 * each slot a plan gathers the input of a step from it.
 */
public final class StagedBatches implements AutoCloseable {
  /** One that a step reads, one that is sent, and two that are written. */
  private static final int SLOTS = 4;

  /** Larger batches take long enough to have fewer of them under way. */
  private static final long LARGE_BYTES = 64L << 20;

  private static final int FEWEST_SLOTS = 2;

  private final Backend backend;
  private final Backend.Staging staging;
  private final RowWriter writer;
  private final EpochOrder order;
  private final int examples;
  private final int batch;
  private final Map<Long, List<Plan>> plans = new TreeMap<>();
  private final Set<Plan> ran = Collections.newSetFromMap(new IdentityHashMap<>());
  private BatchFeeder feeder;
  private long sent;
  private long used;

  /** Submits what reads a slot. */
  @FunctionalInterface
  public interface Gathering {
    /** Submits the gathering of a batch from slot number {@code slot}. */
    void submit(Ops ops, int slot);
  }

  /**
   * Allocates host memory, and begins to write the first batches there.
   *
   * @param slots of the type of the features, {@code batch × columns} each
   * @param order of the examples in an epoch; called by threads of this
   * @param batch rows of a batch; the last of an epoch has what is left
   * @param position of the first batch
   */
  public StagedBatches(
      Backend backend,
      Features features,
      List<Tensor> slots,
      EpochOrder order,
      int batch,
      StepState.Position position) {
    this.backend = backend;
    this.order = order;
    this.batch = batch;
    examples = features.rows();
    writer = new RowWriter(features, backend.precision());
    staging = backend.stage(slots);
    feeder = feederFrom(position);
  }

  /** How many slots are worth while for batches of so many bytes. */
  public static int slots(long batchBytes) {
    return batchBytes > LARGE_BYTES ? FEWEST_SLOTS : SLOTS;
  }

  private BatchFeeder feederFrom(StepState.Position position) {
    int threads = Math.min(staging.slots(), Runtime.getRuntime().availableProcessors());
    return new BatchFeeder(staging, writer, order, examples, batch, position, threads);
  }

  /** Records the gathering of batches of so many rows, for each slot. */
  public void record(long rows, Gathering gathering) {
    List<Plan> recorded = new ArrayList<>();
    plans.put(rows, recorded);
    for (int i = 0; i < staging.slots(); i++) {
      int slot = i;
      recorded.add(backend.record(ops -> gathering.submit(ops, slot)));
    }
  }

  /**
   * Submits the gathering of the next batch, and sends those behind it that have been written.
   * Waits only where the batch has not been written yet.
   *
   * @param rows that it has
   * @throws RuntimeException what the writing of rows failed with
   */
  public void gatherNext(long rows) {
    next(slot -> run(plans.get(rows).get(slot)));
  }

  /**
   * The same with anything else that reads the slot of the next batch.
   *
   * @param reading submits it; what it submits is all that reads the slot
   */
  public void next(IntConsumer reading) {
    if (sent == used) {
      feeder.await(sent);
      sendNext();
    }
    int slot = slot(used);
    staging.begin(slot);
    reading.accept(slot);
    staging.end(slot);
    used++;
    feeder.free();
    while (sent < used + staging.slots() && feeder.isReady(sent)) {
      sendNext();
    }
  }

  /**
   * Runs a plan of the step. A compiler may run in this process when a plan does for the first
   * time; no other thread is to have a fault then, so that rows are not written meanwhile (see
   * {@code FaultHandler} of the OpenCL backend).
   */
  public void run(Plan plan) {
    if (ran.add(plan)) {
      feeder.alone(plan::run);
    } else {
      plan.run();
    }
  }

  /** Waits until all slots are written, so that the threads are quiet until the first is used. */
  public void awaitAll() {
    for (int i = 0; i < staging.slots(); i++) {
      feeder.await(i);
    }
  }

  private void sendNext() {
    staging.send(slot(sent));
    sent++;
  }

  private int slot(long number) {
    return (int) (number % staging.slots());
  }

  /** Goes to another batch; what was sent and not gathered yet is forgotten. */
  public void seek(StepState.Position position) {
    feeder.close();
    sent = 0;
    used = 0;
    feeder = feederFrom(position);
  }

  /** Waits for the threads and the copies; the slots stay. */
  @Override
  public void close() {
    List<AutoCloseable> owned = new ArrayList<>();
    owned.add(feeder);
    plans.values().forEach(owned::addAll);
    owned.add(staging);
    Closing.all(owned);
  }
}
