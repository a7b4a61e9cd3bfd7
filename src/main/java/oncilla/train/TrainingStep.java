package oncilla.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Plan;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.base.Closing;
import oncilla.data.Dataset;
import oncilla.nn.ForwardPass;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;

/**
 * One training step, recorded once and replayed: the batch, L2 term, forward, cost and gradient of
 * the logits, backward, gradient of the L2 term, update, advance. All memory is allocated by {@link
 * #prepare}.
 *
 * <p>Where one batch is all examples, it never changes, so its input is gathered once, the stored
 * features are freed, and the plan knows the input as constant. Otherwise the training set stays as
 * it is stored, each step gathers its batch from where the state stands in the order of the epoch,
 * and the last batch of an epoch, where it is smaller, has a plan of its own in the same memory.
 * The order of the next epoch is submitted between two steps, and nobody waits for it.
 *
 * <p>Order of use: {@link #prepare}, {@link #run} many times, {@link #readCost} now and then,
 * {@link #parameters}, {@link #close}.
 */
public final class TrainingStep implements AutoCloseable {
  /**
   * The cost of the last step that ran, before its update.
   *
   * @param cost J, with the L2 term
   * @param dataCost the cross-entropy alone
   * @param firstBadStep the first iteration whose cost was not finite, or −1
   */
  public record StepCost(double cost, double dataCost, long firstBadStep) {
    /** Whether every cost so far was finite. */
    public boolean isGood() {
      return firstBadStep < 0;
    }
  }

  private final Backend backend;
  private final Arena arena;
  private final Dataset data;
  private final TrainingConfig config;
  private final StepMemory memory;
  private final ForwardPass forward;
  private final List<Plan> plans = new ArrayList<>();
  private final int batch;
  private final BatchOrder order;
  private int offset;
  private long epoch;
  private long submittedOrder = -1;

  private TrainingStep(
      Backend backend,
      Arena arena,
      Network network,
      Dataset data,
      Parameters start,
      TrainingConfig config,
      StepState.Position position) {
    this.backend = backend;
    this.arena = arena;
    this.data = data;
    this.config = config;
    batch = config.batchRows(data.size());
    offset = Math.toIntExact(position.rowOffset());
    epoch = position.epoch();
    memory =
        StepMemory.allocate(
            backend,
            arena,
            network,
            data.features(),
            data.size(),
            config,
            (stored, input) -> gatherAll(backend, stored, data.size(), input));
    double[] targets = new double[data.size()];
    Arrays.setAll(targets, i -> data.labels()[i]);
    backend.upload(targets, memory.source().map(StepMemory.Source::labels).orElse(memory.labels()));
    order =
        new BatchOrder(
            config, data.size(), memory.source().map(it -> it.features().gathered()).orElse(0));
    memory.source().ifPresent(this::uploadFeatures);
    memory.parameters().upload(start);
    memory.state().set(position);
    memory.state().setLearningRate(config.learningRate());
    forward = new ForwardPass(network, memory.parameters(), memory.activations(), memory.dropout());
    try {
      record(batch);
      if (data.size() % batch > 0) {
        record(data.size() % batch);
      }
    } catch (RuntimeException | Error failure) {
      plans.forEach(plan -> Closing.after(failure, plan));
      throw failure;
    }
  }

  private void uploadFeatures(StepMemory.Source source) {
    source.features().start(backend);
    source.features().upload(backend, 0, data.size());
  }

  /** A step at the start of a run; see the other {@code prepare}. */
  public static TrainingStep prepare(
      Backend backend, Network network, Dataset data, Parameters start, TrainingConfig config) {
    return prepare(backend, network, data, start, config, StepState.Position.START);
  }

  /**
   * Allocates, uploads and records.
   *
   * @param backend computes; stays open when the step is closed
   * @param data the training examples
   * @param start parameters before the first update that is made here
   * @param position where the run is; the rows of the epoch that were used are whole batches
   * @throws IllegalArgumentException if data, start or regularization do not fit the network, the
   *     learning rate does not fit the precision, or no batch begins at the position
   * @throws oncilla.backend.BackendException if the device has too little memory
   */
  public static TrainingStep prepare(
      Backend backend,
      Network network,
      Dataset data,
      Parameters start,
      TrainingConfig config,
      StepState.Position position) {
    if (data.features().columns() != network.inputs()) {
      throw new IllegalArgumentException(
          data.source()
              + ": "
              + data.features().columns()
              + " numbers per example, the network takes "
              + network.inputs());
    }
    config.augmentation(data.features());
    start.requireFit(network);
    config.regularization().requireFit(network);
    double rate = backend.precision().round(config.learningRate());
    if (rate == 0 || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "a learning rate of "
              + config.learningRate()
              + " is "
              + rate
              + " in "
              + backend.precision().label());
    }
    long used = position.rowOffset();
    if (used >= data.size() || used % config.batchRows(data.size()) != 0) {
      throw new IllegalArgumentException(
          "no batch of "
              + config.batchRows(data.size())
              + " begins at row "
              + used
              + " of "
              + data.size());
    }
    MemoryEstimate.requireTrainingFits(backend, network, data.features(), config);
    Arena arena = backend.newArena();
    try {
      return new TrainingStep(backend, arena, network, data, start, config, position);
    } catch (RuntimeException | Error e) {
      Closing.after(e, arena);
      throw e;
    }
  }

  /** Submits one step; may return before it is done. */
  public void run() {
    submitOrder(epoch);
    int rows = Math.min(batch, data.size() - offset);
    plans.get(rows == batch ? 0 : 1).run();
    offset += rows;
    if (offset == data.size()) {
      offset = 0;
      epoch++;
    }
  }

  /** Submits the order of an epoch, unless the device has it. */
  private void submitOrder(long wanted) {
    if (memory.batchIsSet() || wanted == submittedOrder) {
      return;
    }
    memory.source().orElseThrow().features().reorder(backend, order.of(wanted));
    submittedOrder = wanted;
  }

  /** Waits, and reads the cost of the last step that ran. */
  public StepCost readCost() {
    double[] costs = new double[2];
    backend.download(memory.cost(), costs);
    return new StepCost(costs[0], costs[1], memory.state().firstBadStep());
  }

  /** Waits, and reads where the run is. */
  public StepState.Position position() {
    return memory.state().position();
  }

  /** Waits, and copies the parameters after the last update. */
  public Parameters parameters() {
    return memory.parameters().download();
  }

  /** Waits, and copies what the optimiser remembers after the last update. */
  public List<Parameters> moments() {
    return memory.moments().stream().map(ParameterMemory::download).toList();
  }

  /**
   * Goes on from other parameters, and from what the optimiser remembers with them. All of it is
   * checked before anything is changed.
   *
   * @throws IllegalArgumentException if they do not fit the network or the optimiser
   */
  public void upload(Parameters parameters, List<Parameters> moments) {
    if (moments.size() != memory.moments().size()) {
      throw new IllegalArgumentException(
          "the optimiser remembers "
              + memory.moments().size()
              + " numbers for each parameter, not "
              + moments.size());
    }
    parameters.requireFit(forward.network());
    moments.forEach(moment -> moment.requireFit(forward.network()));
    memory.parameters().upload(parameters);
    for (int i = 0; i < moments.size(); i++) {
      memory.moments().get(i).upload(moments.get(i));
    }
  }

  /** Changes the learning rate of the steps submitted from now on. */
  public void setLearningRate(double rate) {
    memory.state().setLearningRate(rate);
  }

  /** Waits, and copies the gradients that the last step computed, with the L2 term. */
  public Parameters gradients() {
    return memory.gradients().download();
  }

  /** Where everything is. */
  StepMemory memory() {
    return memory;
  }

  /** Whether it trains on {@code other}. */
  boolean trainsOn(Dataset other) {
    return data == other;
  }

  /** Operations or launches of one step. */
  public int size() {
    return plans.get(0).size();
  }

  /**
   * After a bad step: finds the first numbers that are not finite with one more forward pass. The
   * step must not be run again afterwards.
   */
  NonFiniteSearch.Finding findNonFinite() {
    if (memory.batchIsSet()) {
      return new NonFiniteSearch(backend, forward, memory.input(), memory.penalty()).run();
    }
    // Steps after the bad one have gathered other examples, of other epochs.
    StepState.Position bad = memory.state().position();
    submitOrder(bad.epoch());
    long rows = Math.min(batch, data.size() - bad.rowOffset());
    Tensor input = inputOf(rows);
    memory.source().orElseThrow().features().gather(backend.ops(), input);
    return new NonFiniteSearch(backend, forwardOf(rows), input, memory.penalty()).run();
  }

  /** The input of a batch of so many rows. */
  private Tensor inputOf(long rows) {
    return rows == batch ? memory.input() : memory.input().firstRows(rows);
  }

  /** Frees plans and memory; submitted work is waited for. */
  @Override
  public void close() {
    List<AutoCloseable> owned = new ArrayList<>(plans);
    owned.add(arena);
    Closing.all(owned);
  }

  /** Records the step for batches of so many rows. */
  private void record(long rows) {
    Set<Tensor> constants = memory.batchIsSet() ? Set.of(memory.input()) : Set.of();
    plans.add(backend.record(ops -> submit(ops, rows), constants));
  }

  private void submit(Ops ops, long rows) {
    Tensor input = inputOf(rows);
    Tensor labels = rows == batch ? memory.labels() : memory.labels().firstRows(rows);
    if (memory.source().isPresent()) {
      StepMemory.Source source = memory.source().get();
      source.features().gather(ops, input);
      source.features().gatherBeside(ops, source.labels(), labels);
    }
    double decay = config.regularization().l2() / data.size();
    if (decay > 0) {
      ops.l2Penalty(decay / 2, memory.parameters().allWeights(), memory.penalty());
    }
    ParameterUpdate update =
        config.optimizer().update(memory.parameters(), memory.gradients(), memory.moments(), decay);
    ops.pass(
        forwardOf(rows)
            .training(
                memory.gradients(),
                input,
                new TrainingPass.Loss(
                    labels, rows, memory.penalty(), memory.state(), memory.cost()),
                Optional.of(
                    new TrainingPass.End(config.optimizer().rule(), update, rows, data.size()))));
  }

  private ForwardPass forwardOf(long rows) {
    return rows == batch
        ? forward
        : new ForwardPass(
            forward.network(),
            memory.parameters(),
            memory.activations().firstRows(rows),
            memory.dropout().firstRows(rows));
  }

  /** Makes the input of the one batch; the stored features are freed afterwards. */
  private static void gatherAll(Backend backend, DeviceFeatures stored, int rows, Tensor input) {
    stored.start(backend);
    stored.upload(backend, 0, rows);
    stored.gather(backend.ops(), input);
    backend.synchronize();
  }
}
