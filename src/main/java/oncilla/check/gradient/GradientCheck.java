package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.check.TrainingCase;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.train.TrainingStep;

/**
 * Compares the gradient g that a training step computes with the gradient ĝ of central differences
 * of the cost, for all elements of a small network, and for a sample of each block and one random
 * direction of a large one. The difference of a block is ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖), and {@link
 * GradientBound} says how large it may be.
 *
 * <p>In fp64 both come from the same backend. In fp32 a difference of costs has hardly a digit, so
 * ĝ comes from the fp64 reference at the rounded point. Where Z is so near to zero that the two
 * precisions disagree about its sign, the reference uses the sign that the backend has.
 *
 * <p>The biases should not be zero, see {@link GradientPoint#withRandomBiases}.
 */
public final class GradientCheck {
  /** The bound in fp64, except where the round-off of the cost explains more. */
  public static final double BOUND = GradientBound.NUMERICAL;

  private final GradientSettings settings;

  /** A check with these settings. */
  public GradientCheck(GradientSettings settings) {
    this.settings = settings;
  }

  /**
   * Checks a backend in fp64 against its own costs.
   *
   * @param backend computes; stays open
   * @param training the model, the examples, the point and the regularization; dropout has the
   *     masks of step 0
   * @throws IllegalArgumentException if the backend is not in fp64, or the case does not fit
   */
  public GradientResult check(Backend backend, TrainingCase training) {
    requireFp64(backend);
    Parameters gradient = analytical(backend, training);
    SplittableRandom random = new SplittableRandom(training.config().seed());
    List<ParameterBlock.Sample> samples = samples(training.network(), random);
    try (CentralDifferences differences =
        new CentralDifferences(backend, training, settings.epsilon(), samples, Optional.empty())) {
      List<double[]> terms = samples.stream().map(one -> new double[one.indices().length]).toList();
      return compare(
          gradient, samples, differences, terms, GradientBound.numerical(training), random);
    }
  }

  /**
   * Checks a backend in any precision against the costs of the reference.
   *
   * @param backend computes g; stays open
   * @param reference computes ĝ, in fp64; stays open
   * @param training as for {@link #check(Backend, TrainingCase)}
   * @throws IllegalArgumentException if the reference is not in fp64, or the case does not fit
   */
  public GradientResult check(Backend backend, Backend reference, TrainingCase training) {
    requireFp64(reference);
    Parameters gradient = analytical(backend, training);
    SignPattern signs = signs(backend, training);
    TrainingCase rounded = GradientPoint.rounded(training, backend.precision());
    SplittableRandom random = new SplittableRandom(training.config().seed());
    List<ParameterBlock.Sample> samples = samples(training.network(), random);
    GradientBound bound = GradientBound.rounding(training, backend.precision());
    try (CentralDifferences differences =
        new CentralDifferences(
            reference, rounded, settings.epsilon(), samples, Optional.of(signs))) {
      List<String> unexplained = signs.unexplained(differences.cost(), bound);
      List<double[]> terms = GradientTerms.of(differences.cost(), rounded, samples);
      return compare(gradient, samples, differences, terms, bound, random)
          .withFailures(unexplained);
    }
  }

  private static void requireFp64(Backend numerical) {
    if (numerical.precision() != Precision.FP64) {
      throw new IllegalArgumentException(
          "a difference of costs needs fp64, not " + numerical.precision().label());
    }
  }

  /** The gradient of the first training step. */
  private static Parameters analytical(Backend backend, TrainingCase training) {
    try (TrainingStep step =
        TrainingStep.prepare(
            backend, training.network(), training.data(), training.start(), training.config())) {
      step.run();
      return step.gradients();
    }
  }

  private static SignPattern signs(Backend backend, TrainingCase training) {
    try (CostFunction cost = CostFunction.open(backend, training, List.of(), Optional.empty())) {
      cost.evaluate(1);
      return cost.signs(1);
    }
  }

  private List<ParameterBlock.Sample> samples(Network network, SplittableRandom random) {
    int most = settings.samplesOf(network);
    return ParameterBlock.of(network).stream().map(block -> block.sample(most, random)).toList();
  }

  private static GradientResult compare(
      Parameters gradient,
      List<ParameterBlock.Sample> samples,
      CentralDifferences differences,
      List<double[]> terms,
      GradientBound bound,
      SplittableRandom random) {
    GradientVerifier verifier = new GradientVerifier(bound, differences.roundOff());
    List<List<OptionalDouble>> derivatives = differences.elements();
    List<BlockGradient> blocks = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      blocks.add(verifier.block(samples.get(i), gradient, derivatives.get(i), terms.get(i)));
    }
    Optional<DirectionGradient> direction =
        samples.stream().allMatch(ParameterBlock.Sample::isWhole)
            ? Optional.empty()
            : Optional.of(verifier.direction(gradient, differences.along(random)));
    return new GradientResult(blocks, direction, verifier.difference(), List.of());
  }
}
