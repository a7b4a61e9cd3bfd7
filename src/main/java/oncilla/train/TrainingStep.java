package oncilla.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.LaunchTime;
import oncilla.backend.Plan;
import oncilla.backend.StepState;
import oncilla.base.Closing;
import oncilla.data.Dataset;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;
import oncilla.optim.RateTable;
import oncilla.train.health.NonFiniteSearch;
import oncilla.train.memory.Arenas;
import oncilla.train.stream.StagedBatches;

/**
 * One training step, recorded once and replayed: the operations of a {@code StepProgram}, over
 * memory that is all allocated by {@link #prepare}.
 *
 * <p>Where one batch is all examples, and is computed at once, it never changes, so its input is
 * gathered once, the stored features are freed, and the plan knows the input as constant. Otherwise
 * the training set stays as it is stored, each step gathers its batch from where the state stands
 * in the order of the epoch, and the last batch of an epoch, where it is smaller, has a plan of its
 * own in the same memory. Features that stream are gathered from the slot that their batch was sent
 * to, by a plan of that slot. The order of the next epoch is submitted between two steps, and
 * nobody waits for it.
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
   * @param firstBadStep the first iteration whose cost, or where it is clipped the norm of its
   *     gradient, was not finite; −1 if there was none
   */
  public record StepCost(double cost, double dataCost, long firstBadStep) {
    /** Whether every cost so far was finite, and the norm of every gradient that is clipped. */
    public boolean isGood() {
      return firstBadStep < 0;
    }
  }

  private final Backend backend;
  private final Arena arena;
  private final Dataset data;
  private final StepMemory memory;
  private final StepProgram program;
  private final List<Plan> plans = new ArrayList<>();
  private final Optional<StagedBatches> staged;
  private final RateTable rates;
  private final Plan squares;
  private final int batch;
  private final BatchOrder order;
  private long step;
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
      StepState.Position position,
      int rowsAtOnce) {
    this.backend = backend;
    this.arena = arena;
    this.data = data;
    batch = config.batchRows(data.size());
    offset = Math.toIntExact(position.rowOffset());
    epoch = position.epoch();
    memory =
        StepMemory.allocate(
            backend,
            Arenas.all(arena),
            network,
            data.features(),
            data.size(),
            config,
            rowsAtOnce,
            (stored, input) -> stored.gatherAll(backend, input));
    double[] targets = new double[data.size()];
    Arrays.setAll(targets, i -> data.labels()[i]);
    backend.upload(targets, memory.source().map(StepMemory.Source::labels).orElse(memory.labels()));
    order =
        new BatchOrder(
            config, data.size(), memory.source().map(it -> it.features().gathered()).orElse(0));
    memory.source().ifPresent(this::uploadFeatures);
    memory.parameters().upload(start);
    memory.state().set(position);
    step = position.step();
    rates =
        new RateTable(
            memory.state(), config.schedule(), config.learningRate(), config.iterations());
    rates.prepare(step);
    program =
        StepProgram.of(network, memory, config, data.size(), config.loss().weights(data.labels()));
    staged =
        memory
            .source()
            .map(StepMemory.Source::features)
            .filter(it -> it.features().streams())
            .map(it -> stage(it, config, position));
    try {
      for (int rows : program.batches()) {
        plans.add(backend.record(ops -> program.submit(ops, rows), program.constants()));
        staged.ifPresent(
            batches -> batches.record(rows, (ops, slot) -> program.submitStaged(ops, rows, slot)));
      }
      staged.ifPresent(StagedBatches::awaitAll);
      squares = backend.record(program::submitSquares);
    } catch (RuntimeException | Error failure) {
      staged.ifPresent(opened -> Closing.after(failure, opened));
      plans.forEach(plan -> Closing.after(failure, plan));
      throw failure;
    }
  }

  private void uploadFeatures(StepMemory.Source source) {
    source.features().start(backend);
    if (!data.features().streams()) {
      source.features().upload(backend, 0, data.size());
    }
  }

  private StagedBatches stage(
      DeviceFeatures features, TrainingConfig config, StepState.Position position) {
    BatchOrder ahead = new BatchOrder(config, data.size(), data.size());
    return new StagedBatches(
        backend, data.features(), features.slots(), ahead::of, batch, position);
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
    TrainingChecks.requireFit(backend, network, data, start, config, position);
    MemoryEstimate.requireTrainingFits(backend, network, data.features(), config);
    return open(backend, network, data, start, config, position, config.batchRows(data.size()));
  }

  /**
   * Allocates, uploads and records as the other {@code prepare} does, for batches that may be
   * computed in parts.
   *
   * @param plan found for this backend, network, data and config
   */
  public static TrainingStep prepare(
      Backend backend,
      Network network,
      Dataset data,
      Parameters start,
      TrainingConfig config,
      StepState.Position position,
      MemoryPlan plan) {
    TrainingChecks.requireFit(backend, network, data, start, config, position);
    return open(backend, network, data, start, config, position, plan.rowsAtOnce());
  }

  /** Allocates, uploads and records, without a check, for so many rows of a batch at once. */
  static TrainingStep open(
      Backend backend,
      Network network,
      Dataset data,
      Parameters start,
      TrainingConfig config,
      StepState.Position position,
      int rowsAtOnce) {
    Arena arena = backend.newArena();
    try {
      return new TrainingStep(backend, arena, network, data, start, config, position, rowsAtOnce);
    } catch (RuntimeException | Error e) {
      Closing.after(e, arena);
      throw e;
    }
  }

  /** Submits one step; may return before it is done. */
  public void run() {
    Plan plan = next();
    staged.ifPresentOrElse(batches -> batches.run(plan), plan::run);
  }

  /** Makes one step, waits, and tells when each launch of it ran; see {@link Plan#runTimed}. */
  public Optional<List<LaunchTime>> runTimed() {
    return next().runTimed();
  }

  /** The plan of the next step, which is not submitted; the step after it is the next then. */
  private Plan next() {
    submitOrder(epoch);
    rates.prepare(step);
    step++;
    int rows = Math.min(batch, data.size() - offset);
    staged.ifPresent(batches -> batches.gatherNext(rows));
    offset += rows;
    if (offset == data.size()) {
      offset = 0;
      epoch++;
    }
    return plans.get(rows == batch ? 0 : 1);
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

  /**
   * Waits, and looks for a parameter that is not finite: such a gradient leaves one behind, also
   * where an activation or a mask hides it from the costs that follow.
   *
   * @return where the first was found
   */
  Optional<NonFiniteSearch.Finding> findNonFiniteParameter() {
    squares.run();
    double[] sum = new double[1];
    backend.download(memory.squares(), sum);
    return Double.isFinite(sum[0]) ? Optional.empty() : bad().inParameters();
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
    memory.upload(program.forward().network(), parameters, moments);
  }

  /** Gives all steps submitted from now on one learning rate, whatever the schedule says. */
  public void setLearningRate(double rate) {
    rates.fix(rate);
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

  /** The step as a whole, after one whose numbers were not finite; see {@link BadStep}. */
  BadStep bad() {
    return new BadStep(backend, memory, program, staged, plans, data.size(), this::submitOrder);
  }

  /** Frees plans and memory; submitted work is waited for. */
  @Override
  public void close() {
    List<AutoCloseable> owned = new ArrayList<>();
    staged.ifPresent(owned::add);
    owned.addAll(plans);
    owned.add(squares);
    owned.add(arena);
    Closing.all(owned);
  }
}
