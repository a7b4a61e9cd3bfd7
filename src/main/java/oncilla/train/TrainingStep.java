package oncilla.train;

import java.util.Arrays;
import java.util.Set;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.base.Closing;
import oncilla.data.Dataset;
import oncilla.nn.BackwardPass;
import oncilla.nn.ForwardPass;
import oncilla.nn.GradientPass;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.optim.GradientDescent;

/**
 * One step of full-batch training, recorded once and replayed: L2 term, forward, cost and gradient
 * of the logits, backward, gradient of the L2 term, update, advance. All memory is allocated by
 * {@link #prepare}; the batch is all examples and never changes, so its input is gathered once, the
 * stored features are freed, and the plan knows the input as constant.
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
  private final Dataset batch;
  private final StepMemory memory;
  private final Tensor input;
  private final Tensor labels;
  private final ParameterMemory parameters;
  private final ParameterMemory gradients;
  private final StepState state;
  private final Tensor penalty;
  private final Tensor cost;
  private final ForwardPass forward;
  private final BackwardPass backward;
  private final Plan plan;

  private TrainingStep(
      Backend backend,
      Arena arena,
      Network network,
      Dataset data,
      Parameters start,
      TrainingConfig config) {
    this.backend = backend;
    this.arena = arena;
    this.batch = data;
    int rows = data.size();
    memory =
        StepMemory.allocate(
            backend,
            arena,
            network,
            data.features(),
            rows,
            config.regularization(),
            config.seed(),
            (stored, into) -> gatherAll(backend, stored, rows, into));
    input = memory.input();
    labels = memory.labels();
    parameters = memory.parameters();
    gradients = memory.gradients();
    state = memory.state();
    penalty = memory.penalty();
    cost = memory.cost();
    double[] targets = new double[rows];
    Arrays.setAll(targets, i -> data.labels()[i]);
    backend.upload(targets, labels);
    parameters.upload(start);
    state.start(config.learningRate());
    forward = new ForwardPass(network, parameters, memory.activations(), memory.dropout());
    backward =
        new BackwardPass(network, parameters, gradients, memory.activations(), memory.dropout());
    plan = backend.record(ops -> submit(ops, config.regularization(), rows), Set.of(input));
  }

  /**
   * Allocates, uploads and records.
   *
   * @param backend computes; stays open when the step is closed
   * @param data the training examples, all of them one batch
   * @param start parameters before the first update
   * @throws IllegalArgumentException if data, start or regularization do not fit the network, or
   *     the learning rate does not fit the precision
   * @throws oncilla.backend.BackendException if the device has too little memory
   */
  public static TrainingStep prepare(
      Backend backend, Network network, Dataset data, Parameters start, TrainingConfig config) {
    if (data.features().columns() != network.inputs()) {
      throw new IllegalArgumentException(
          data.source()
              + ": "
              + data.features().columns()
              + " numbers per example, the network takes "
              + network.inputs());
    }
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
    MemoryEstimate.requireTrainingFits(backend, network, data.features(), config.regularization());
    Arena arena = backend.newArena();
    try {
      return new TrainingStep(backend, arena, network, data, start, config);
    } catch (RuntimeException | Error e) {
      Closing.after(e, arena);
      throw e;
    }
  }

  /** Submits one step; may return before it is done. */
  public void run() {
    plan.run();
  }

  /** Waits, and reads the cost of the last step that ran. */
  public StepCost readCost() {
    double[] costs = new double[2];
    backend.download(cost, costs);
    long[] counters = new long[StepState.COUNTERS];
    backend.download(state.counters(), counters);
    return new StepCost(costs[0], costs[1], counters[StepState.FIRST_BAD_STEP]);
  }

  /** Waits, and copies the parameters after the last update. */
  public Parameters parameters() {
    return parameters.download();
  }

  /** Waits, and copies the gradients that the last step computed, with the L2 term. */
  public Parameters gradients() {
    return gradients.download();
  }

  /** Where everything is. */
  StepMemory memory() {
    return memory;
  }

  /** Whether the step's batch is all of {@code data}, in its order. */
  boolean batchIs(Dataset data) {
    return batch == data;
  }

  /** Operations or launches of one step. */
  public int size() {
    return plan.size();
  }

  /**
   * After a bad step: finds the first numbers that are not finite with one more forward pass. The
   * step must not be run again afterwards.
   */
  NonFiniteSearch.Finding findNonFinite() {
    return new NonFiniteSearch(backend, forward, input, state, penalty).run();
  }

  /** Frees plan and memory; submitted work is waited for. */
  @Override
  public void close() {
    try {
      plan.close();
    } finally {
      arena.close();
    }
  }

  private void submit(Ops ops, Regularization regularization, int trainRows) {
    double decay = regularization.l2() / trainRows;
    if (decay > 0) {
      ops.l2Penalty(decay / 2, parameters.allWeights(), penalty);
    }
    new GradientPass(forward, backward).submit(ops, input, labels, penalty, state, cost);
    new GradientDescent(parameters.all(), gradients.all())
        .finishStep(
            ops,
            decay,
            parameters.allWeights(),
            gradients.allWeights(),
            state,
            trainRows,
            trainRows);
  }

  /** Makes the input of the one batch; the stored features are freed afterwards. */
  private static void gatherAll(Backend backend, DeviceFeatures stored, int rows, Tensor input) {
    stored.start(backend);
    stored.upload(backend, 0, rows);
    stored.gather(backend.ops(), input);
    backend.synchronize();
  }
}
