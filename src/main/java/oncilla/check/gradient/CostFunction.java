package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;
import oncilla.base.Closing;
import oncilla.check.TrainingCase;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;

/**
 * The cost J as a function of the parameters, on a backend: recorded once, run for every point. It
 * writes the formulas of the forward pass down a second time, apart from {@code nn}, so that a
 * mistake there is a difference here:
 *
 * <pre>
 *   A[l] = relu(D[l−1]·W[l]ᵀ + b[l])      D[l] = A[l] ⊙ mask / keepProbability      D[0] = X
 *   J    = mean cross-entropy of D[L−1]·W[L]ᵀ + b[L]  +  λ/(2m)·Σ W²
 * </pre>
 *
 * <p>The masks are those of step 0, drawn once. Every layer keeps memory of its own, so that {@link
 * #evaluate} can start at the layer whose parameter has changed; there is a plan for each start.
 *
 * <p>With a frozen pattern the hidden layers do not look at the sign of Z but at the pattern: A[l]
 * = Z[l] where it is active, else 0. That function has no kinks.
 */
public final class CostFunction implements AutoCloseable {
  private final Backend backend;
  private final Network network;
  private final Regularization regularization;
  private final boolean isFrozen;
  private final int rows;
  private final Arena arena;
  private final TensorBlock parameters;
  private final StepState state;
  private final Tensor input;
  private final Tensor labels;
  private final List<Hidden> hidden = new ArrayList<>();
  private final Tensor logits;
  private final Tensor logitsGradient;
  private final Tensor penalty;
  private final Tensor cost;
  private final List<Plan> plans = new ArrayList<>();

  /**
   * A hidden layer's memory.
   *
   * @param frozen Z and the pattern to go by, if the pattern is frozen
   * @param activation A, before dropout
   * @param dropout mask and D, if the layer has dropout
   */
  private record Hidden(Optional<Frozen> frozen, Tensor activation, Optional<Dropped> dropout) {
    Tensor output() {
      return dropout.map(Dropped::output).orElse(activation);
    }
  }

  private record Frozen(Tensor preActivation, Tensor pattern) {}

  private record Dropped(double keepProbability, Tensor mask, Tensor output) {}

  private CostFunction(
      Backend backend,
      Arena arena,
      TrainingCase training,
      List<ParameterElement> elements,
      Optional<SignPattern> frozen) {
    this.backend = backend;
    this.arena = arena;
    network = training.network();
    regularization = training.config().regularization();
    isFrozen = frozen.isPresent();
    rows = training.data().size();
    parameters = arena.allocateBlock(layout(elements));
    state = StepState.allocate(arena, 0);
    input = arena.allocate(ElementType.REAL, Shape.of(rows, network.inputs()));
    labels = arena.allocate(ElementType.REAL, Shape.of(rows, 1));
    for (int layer = 1; layer < network.depth(); layer++) {
      hidden.add(allocateHidden(layer, training.config().seed(), frozen));
    }
    logits = arena.allocate(ElementType.REAL, Shape.of(rows, 1));
    logitsGradient = arena.allocate(ElementType.REAL, Shape.of(rows, 1));
    penalty = arena.allocate(ElementType.REAL, Shape.of(1, 1));
    cost = arena.allocate(ElementType.REAL, Shape.of(1, 2));
    backend.upload(InputValues.of(training.data().features()), input);
    double[] targets = new double[rows];
    Arrays.setAll(targets, i -> training.data().labels()[i]);
    backend.upload(targets, labels);
    set(training.start());
    for (int layer = 1; layer <= network.depth(); layer++) {
      int first = layer;
      plans.add(backend.record(ops -> submit(ops, first)));
    }
  }

  /**
   * Allocates, uploads and records.
   *
   * @param backend computes; stays open
   * @param training the model, the examples, the point and the regularization
   * @param elements those that {@link #set(int, double)} will change
   * @param frozen the sign pattern to go by, or empty to look at the signs
   */
  static CostFunction open(
      Backend backend,
      TrainingCase training,
      List<ParameterElement> elements,
      Optional<SignPattern> frozen) {
    Arena arena = backend.newArena();
    try {
      return new CostFunction(backend, arena, training, elements, frozen);
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, arena);
      throw failure;
    }
  }

  /** The blocks as training has them, and over them a slot for each single element. */
  private BlockLayout layout(List<ParameterElement> elements) {
    BlockLayout blocks = ParameterMemory.layout(network, backend.precision());
    List<BlockLayout.Slot> slots = new ArrayList<>(blocks.slots());
    for (ParameterElement element : elements) {
      long start = blocks.slots().get(part(element.block())).offset();
      slots.add(new BlockLayout.Slot(Shape.of(1, 1), start + element.index()));
    }
    return new BlockLayout(slots, blocks.size());
  }

  private int part(ParameterBlock block) {
    return (block.isWeights() ? 0 : network.depth()) + block.layer() - 1;
  }

  private Hidden allocateHidden(int layer, long seed, Optional<SignPattern> frozen) {
    Shape shape = Shape.of(rows, network.layers().get(layer - 1).outputs());
    Tensor activation = arena.allocate(ElementType.REAL, shape);
    Optional<Frozen> pattern = Optional.empty();
    if (frozen.isPresent()) {
      Tensor numbers = arena.allocate(ElementType.REAL, shape);
      int size = Math.toIntExact(shape.size());
      backend.upload(frozen.get().asNumbers(layer, size), numbers);
      pattern = Optional.of(new Frozen(arena.allocate(ElementType.REAL, shape), numbers));
    }
    double keep = regularization.keepProbability(layer);
    if (keep == 1) {
      return new Hidden(pattern, activation, Optional.empty());
    }
    Tensor mask = arena.allocate(ElementType.U8, shape);
    backend.ops().dropoutMask(DropoutMask.of(seed, layer, keep), state, mask);
    Tensor output = arena.allocate(ElementType.REAL, shape);
    return new Hidden(pattern, activation, Optional.of(new Dropped(keep, mask, output)));
  }

  private void submit(Ops ops, int firstLayer) {
    for (int layer = firstLayer; layer < network.depth(); layer++) {
      Hidden memory = hidden.get(layer - 1);
      Tensor weights = parameters.parts().get(layer - 1);
      Tensor bias = parameters.parts().get(network.depth() + layer - 1);
      if (memory.frozen().isPresent()) {
        Frozen frozen = memory.frozen().get();
        ops.dense(inputOf(layer), weights, bias, frozen.preActivation());
        // With Z in place of the gradient, the derivative of ReLU is what selects by the pattern.
        ops.reluBackward(frozen.preActivation(), frozen.pattern(), memory.activation());
      } else {
        ops.denseRelu(inputOf(layer), weights, bias, memory.activation());
      }
      memory
          .dropout()
          .ifPresent(
              dropped ->
                  ops.dropout(
                      memory.activation(),
                      dropped.mask(),
                      dropped.keepProbability(),
                      dropped.output()));
    }
    int last = network.depth();
    ops.dense(
        inputOf(last),
        parameters.parts().get(last - 1),
        parameters.parts().get(2 * last - 1),
        logits);
    if (regularization.l2() > 0) {
      ops.l2Penalty(regularization.l2() / (2.0 * rows), parameters.span(0, last - 1), penalty);
    }
    ops.crossEntropy(logits, labels, penalty, state, cost, logitsGradient);
  }

  private Tensor inputOf(int layer) {
    return layer == 1 ? input : hidden.get(layer - 2).output();
  }

  /** Goes to another point. */
  void set(Parameters values) {
    for (ParameterBlock block : ParameterBlock.of(network)) {
      backend.upload(block.in(values), parameters.parts().get(part(block)));
    }
  }

  /** Changes one of the elements given to {@link #open}; an upload of one number. */
  void set(int element, double value) {
    backend.upload(new double[] {value}, parameters.parts().get(2 * network.depth() + element));
  }

  /**
   * The cost at the present point.
   *
   * @param firstLayer the first layer that may have changed; what lies before it is taken as the
   *     last evaluation left it
   */
  double evaluate(int firstLayer) {
    plans.get(firstLayer - 1).run();
    double[] costs = new double[2];
    backend.download(cost, costs);
    return costs[0];
  }

  /**
   * The signs of the last evaluation, of the hidden layers from {@code firstLayer} on that look at
   * them: none with a frozen pattern.
   */
  SignPattern signs(int firstLayer) {
    List<BitSet> layers = new ArrayList<>();
    for (int layer = firstLayer; layer < network.depth() && !isFrozen; layer++) {
      layers.add(SignPattern.positive(values(hidden.get(layer - 1).activation())));
    }
    return new SignPattern(firstLayer, layers);
  }

  /** Z of a hidden layer at the last evaluation; only with a frozen pattern. */
  double[] preActivation(int layer) {
    return values(hidden.get(layer - 1).frozen().orElseThrow().preActivation());
  }

  /** D[l−1], what a layer is computed from, at the last evaluation. */
  double[] input(int layer) {
    return values(inputOf(layer));
  }

  /**
   * The derivative of D[l] with respect to Z[l] at the last evaluation: 0, 1 or 1/keepProbability.
   */
  double[] slopes(int layer) {
    double[] slopes = values(hidden.get(layer - 1).activation());
    double[] output = values(hidden.get(layer - 1).output());
    Arrays.setAll(slopes, i -> slopes[i] == 0 ? 0 : output[i] / slopes[i]);
    return slopes;
  }

  /** dZ[L] = sigmoid(Z[L]) − Y at the last evaluation. */
  double[] logitsGradient() {
    return values(logitsGradient);
  }

  private double[] values(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    backend.download(tensor, values);
    return values;
  }

  @Override
  public void close() {
    try {
      plans.forEach(Plan::close);
    } finally {
      arena.close();
    }
  }
}
