package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.LossWeights;
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
 * Computes the cost J at any point of the parameters, on a backend: recorded once and run for every
 * point. The formulas of the forward pass are written here a second time, apart from {@code nn}, so
 * that a mistake in {@code nn} shows as a difference:
 *
 * <pre>
 *   A[l] = f(D[l−1]·W[l]ᵀ + b[l])      D[l] = A[l] ⊙ mask / keepProbability      D[0] = X
 *   J    = mean cross-entropy of D[L−1]·W[L]ᵀ + b[L]  +  λ/(2m)·Σ W²
 * </pre>
 *
 * <p>The masks are those of step 0, drawn once. Every layer keeps memory of its own, so that {@link
 * #evaluate} can start at the layer whose parameter has changed; there is a plan for each start.
 *
 * <p>With a frozen pattern the hidden layers do not look at the sign of Z but at the pattern: A[l]
 * = Z[l] where the pattern is active, else 0. That function has no kinks.
 */
final class CostFunction implements AutoCloseable {
  private final Backend backend;
  private final Network network;
  private final Regularization regularization;
  private final Activation activation;
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

  private record Dropped(Dropout dropout, Tensor output) {}

  private CostFunction(
      Backend backend,
      Arena arena,
      TrainingCase training,
      List<ParameterBlock.Element> elements,
      Optional<SignPattern> frozen) {
    this.backend = backend;
    this.arena = arena;
    network = training.network();
    regularization = training.config().regularization();
    activation = network.depth() == 1 ? Activation.IDENTITY : network.layers().get(0).activation();
    isFrozen = frozen.isPresent();
    rows = training.data().size();
    parameters = arena.allocateBlock(layout(elements));
    state = StepState.allocate(arena, 0.0);
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
   * Allocates memory, uploads examples and start, and records the plans.
   *
   * @param backend computes; stays open
   * @param training the model, the examples, the point and the regularization
   * @param elements the parameters that {@link #set(int, double)} will change
   * @param frozen the sign pattern to go by, or empty to look at the signs; not looked at where the
   *     activation has no kinks
   */
  static CostFunction open(
      Backend backend,
      TrainingCase training,
      List<ParameterBlock.Element> elements,
      Optional<SignPattern> frozen) {
    Arena arena = backend.newArena();
    try {
      return new CostFunction(
          backend, arena, training, elements, frozen.filter(it -> !it.layers().isEmpty()));
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, arena);
      throw failure;
    }
  }

  /** The blocks as training has them, and over them a slot for each single element. */
  private BlockLayout layout(List<ParameterBlock.Element> elements) {
    BlockLayout blocks = ParameterMemory.layout(network, backend.precision());
    List<BlockLayout.Slot> slots = new ArrayList<>(blocks.slots());
    for (ParameterBlock.Element element : elements) {
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
    Dropout dropout = new Dropout(seed, layer, keep, 0, state, mask);
    backend.ops().drawMask(dropout);
    Tensor output = arena.allocate(ElementType.REAL, shape);
    return new Hidden(pattern, activation, Optional.of(new Dropped(dropout, output)));
  }

  private void submit(Ops ops, int firstLayer) {
    for (int layer = firstLayer; layer < network.depth(); layer++) {
      Hidden memory = hidden.get(layer - 1);
      if (memory.frozen().isPresent()) {
        Frozen frozen = memory.frozen().get();
        layer(ops, layer, Activation.IDENTITY, frozen.preActivation());
        // With Z in place of the gradient, the derivative of ReLU is what selects by the pattern.
        ops.activateBackward(
            Activation.RELU,
            frozen.preActivation(),
            frozen.pattern(),
            Optional.empty(),
            memory.activation());
      } else {
        layer(ops, layer, activation, memory.activation());
      }
      memory
          .dropout()
          .ifPresent(
              dropped -> ops.applyMask(dropped.dropout(), memory.activation(), dropped.output()));
    }
    int last = network.depth();
    layer(ops, last, Activation.IDENTITY, logits);
    if (regularization.l2() > 0) {
      ops.l2Penalty(regularization.l2() / (2.0 * rows), parameters.span(0, last - 1), penalty);
    }
    ops.crossEntropy(rows, logits, labels, LossWeights.NONE, penalty, state, cost, logitsGradient);
  }

  private void layer(Ops ops, int layer, Activation f, Tensor output) {
    ops.dense(
        inputOf(layer),
        parameters.parts().get(layer - 1),
        parameters.parts().get(network.depth() + layer - 1),
        f,
        Optional.empty(),
        output);
  }

  private Tensor inputOf(int layer) {
    return layer == 1 ? input : hidden.get(layer - 2).output();
  }

  /** Replaces all parameters. */
  void set(Parameters values) {
    for (ParameterBlock block : ParameterBlock.of(network)) {
      backend.upload(block.in(values), parameters.parts().get(part(block)));
    }
  }

  /** Replaces one of the elements given to {@link #open}: uploads one number. */
  void set(int element, double value) {
    backend.upload(new double[] {value}, parameters.parts().get(2 * network.depth() + element));
  }

  /**
   * Computes the cost at the present parameters.
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
   * them: none with a frozen pattern, and none where the activation has no kinks.
   */
  SignPattern signs(int firstLayer) {
    List<BitSet> layers = new ArrayList<>();
    boolean looksAtSigns = activation == Activation.RELU && !isFrozen;
    for (int layer = firstLayer; layer < network.depth() && looksAtSigns; layer++) {
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
   * The derivative of D[l] with respect to Z[l] at the last evaluation: that of the activation,
   * divided by keepProbability where the unit was kept, and 0 where it was dropped.
   */
  double[] slopes(int layer) {
    double[] slopes = values(hidden.get(layer - 1).activation());
    Arrays.setAll(slopes, i -> slope(slopes[i]));
    hidden
        .get(layer - 1)
        .dropout()
        .ifPresent(
            dropped -> {
              byte[] mask = new byte[slopes.length];
              backend.download(dropped.dropout().mask(), mask);
              double keep = dropped.dropout().keepProbability();
              Arrays.setAll(slopes, i -> mask[i] == 0 ? 0 : slopes[i] / keep);
            });
    return slopes;
  }

  /** From A; with a frozen pattern an active unit's A may be below zero, but not zero. */
  private double slope(double a) {
    return switch (activation) {
      case IDENTITY -> 1;
      case RELU -> a == 0 ? 0 : 1;
      case TANH -> 1 - a * a;
      case SIGMOID -> a * (1 - a);
    };
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
