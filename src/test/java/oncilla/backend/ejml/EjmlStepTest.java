package oncilla.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.LossWeights;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What else a training step does, on the reference: sums, the cost, the update, the next batch. */
class EjmlStepTest {
  private static final UpdateRule DESCENT = new UpdateRule.GradientDescent();

  private final OpsBench bench = new OpsBench(Precision.FP64);
  private final Ops ops = bench.backend().ops();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void columnSum() {
    Tensor x = bench.filled(Shape.of(5, 3));
    Tensor sum = bench.poisoned(Shape.vector(3));
    double[] xs = bench.values(x);
    ops.columnSum(0.2, x, sum);
    double[] expected =
        IntStream.range(0, 3)
            .mapToDouble(j -> 0.2 * IntStream.range(0, 5).mapToDouble(i -> xs[3 * i + j]).sum())
            .toArray();
    assertArrayEquals(expected, bench.values(sum), 1e-15);
  }

  @Test
  void l2PenaltyAndItsGradient() {
    Tensor weights = bench.of(Shape.of(2, 2), 1, -2, 3, -4);
    Tensor penalty = bench.poisoned(Shape.of(1, 1));
    ops.l2Penalty(0.25, weights, penalty);
    assertArrayEquals(new double[] {7.5}, bench.values(penalty));
    Tensor gradient = bench.of(Shape.of(2, 2), 10, 10, 10, 10);
    ops.addScaled(0.5, weights, gradient);
    assertArrayEquals(new double[] {10.5, 9, 11.5, 8}, bench.values(gradient));
  }

  @Test
  void crossEntropyFromExtremeLogits() {
    Tensor logits = bench.of(Shape.of(4, 1), 0, 1000, -1000, 3);
    Tensor labels = bench.of(Shape.of(4, 1), 1, 0, 1, 1);
    Tensor penalty = bench.of(Shape.of(1, 1), 0.5);
    Tensor cost = bench.poisoned(Shape.of(1, 2));
    Tensor gradient = bench.poisoned(Shape.of(4, 1));
    StepState state = bench.state(0, 0, -1, 0);
    ops.crossEntropy(4, logits, labels, LossWeights.NONE, penalty, state, cost, gradient);
    double data = (Math.log(2) + 1000 + 1000 + Math.log1p(Math.exp(-3))) / 4;
    assertArrayEquals(new double[] {data + 0.5, data}, bench.values(cost), 1e-12);
    assertArrayEquals(
        new double[] {-0.5, 1, -1, 1 / (1 + Math.exp(-3)) - 1}, bench.values(gradient), 1e-15);
    assertEquals(-1, bench.counters(state)[StepState.FIRST_BAD_STEP]);
  }

  /** By hand: targets 0.9 and 0.1, weights 3 and 2. */
  @Test
  void crossEntropyWeighsExamplesAndSmoothsLabels() {
    Tensor logits = bench.of(Shape.of(2, 1), 0, 0);
    Tensor labels = bench.of(Shape.of(2, 1), 1, 0);
    Tensor cost = bench.poisoned(Shape.of(1, 2));
    Tensor gradient = bench.poisoned(Shape.of(2, 1));
    LossWeights weights = new LossWeights(0.2, 2, 3);
    Tensor penalty = bench.of(Shape.of(1, 1), 0);
    ops.crossEntropy(2, logits, labels, weights, penalty, bench.state(0, 0, -1, 0), cost, gradient);
    assertEquals((2 + 3) * Math.log(2) / 2, bench.values(cost)[1], 1e-15);
    assertArrayEquals(new double[] {3 * -0.4, 2 * 0.4}, bench.values(gradient), 1e-15);
    ops.crossEntropy(
        2,
        bench.of(Shape.of(2, 1), 1, 1),
        labels,
        weights,
        penalty,
        bench.state(0, 0, -1, 0),
        cost,
        gradient);
    double common = 1 + Math.log1p(Math.exp(-1));
    assertEquals((3 * (common - 0.9) + 2 * (common - 0.1)) / 2, bench.values(cost)[1], 1e-15);
  }

  /** ‖(3, 4)‖ = 5: a limit of 2.5 halves the step, one of 10 leaves it; gradients stay. */
  @Test
  void clippingScalesTheStepAndNotTheGradients() {
    for (double limit : new double[] {2.5, 10}) {
      Tensor theta = bench.of(Shape.vector(2), 1, 1);
      Tensor gradient = bench.of(Shape.vector(2), 3, 4);
      Tensor norm = bench.poisoned(Shape.of(1, 1));
      ops.update(
          DESCENT,
          update(theta, gradient).with(new ParameterUpdate.Clipping(limit, norm)),
          bench.state(0, 0, -1, 0.5));
      double factor = Math.min(1, limit / (5 + 1e-6));
      assertArrayEquals(new double[] {5}, bench.values(norm));
      assertArrayEquals(new double[] {3, 4}, bench.values(gradient));
      assertArrayEquals(
          new double[] {1 - 1.5 * factor, 1 - 2 * factor}, bench.values(theta), 1e-15);
    }
  }

  @Test
  void aNormThatIsNotFiniteMakesTheStepABadOne() {
    Tensor theta = bench.of(Shape.vector(2), 1, 1);
    Tensor norm = bench.poisoned(Shape.of(1, 1));
    StepState state = bench.state(6, 0, -1, 0.5);
    ops.update(
        DESCENT,
        update(theta, bench.of(Shape.vector(2), Double.NaN, 4))
            .with(new ParameterUpdate.Clipping(1, norm)),
        state);
    assertArrayEquals(new double[] {1, 1}, bench.values(theta));
    assertArrayEquals(new long[] {6, 0, 0, 6}, bench.counters(state));
  }

  @Test
  void firstBadStepStaysAndStopsTheStep() {
    Tensor labels = bench.of(Shape.of(1, 1), 1);
    Tensor penalty = bench.of(Shape.of(1, 1), 0);
    Tensor cost = bench.poisoned(Shape.of(1, 2));
    Tensor gradient = bench.poisoned(Shape.of(1, 1));
    StepState state = bench.state(7, 0, -1, 0.5);
    ops.crossEntropy(
        1,
        bench.of(Shape.of(1, 1), Double.NaN),
        labels,
        LossWeights.NONE,
        penalty,
        state,
        cost,
        gradient);
    assertArrayEquals(new long[] {7, 0, 0, 7}, bench.counters(state));
    Tensor theta = bench.of(Shape.vector(2), 1, 2);
    ops.update(DESCENT, update(theta, bench.of(Shape.vector(2), 1, 1)), state);
    ops.advance(state, 1, 4);
    assertArrayEquals(new double[] {1, 2}, bench.values(theta));
    assertArrayEquals(new long[] {7, 0, 0, 7}, bench.counters(state));
    StepState later = bench.state(9, 0, 7, 0.5);
    ops.crossEntropy(
        1,
        bench.of(Shape.of(1, 1), 1.0 / 0),
        labels,
        LossWeights.NONE,
        penalty,
        later,
        cost,
        gradient);
    assertArrayEquals(new long[] {9, 0, 0, 7}, bench.counters(later));
  }

  @Test
  void gradientDescent() {
    Tensor theta = bench.of(Shape.vector(3), 1, 2, 3);
    ops.update(
        DESCENT, update(theta, bench.of(Shape.vector(3), 1, -1, 4)), bench.state(0, 0, -1, 0.5));
    assertArrayEquals(new double[] {0.5, 2.5, 1}, bench.values(theta));
  }

  private static ParameterUpdate update(Tensor parameters, Tensor gradients) {
    return ParameterUpdate.of(parameters, gradients, List.of());
  }

  @Test
  void theL2TermOfAnUpdateIsThatOfTheWeightsAlone() {
    BlockLayout layout =
        new BlockLayout(
            List.of(
                new BlockLayout.Slot(Shape.vector(3), 0), new BlockLayout.Slot(Shape.vector(2), 0)),
            3);
    List<Tensor> theta = bench.arena().allocateBlock(layout).parts();
    List<Tensor> gradients = bench.arena().allocateBlock(layout).parts();
    bench.backend().upload(new double[] {1, 2, 3}, theta.get(0));
    bench.backend().upload(new double[] {4, 4, 4}, gradients.get(0));
    ops.update(
        DESCENT,
        new ParameterUpdate(
            theta.get(0), gradients.get(0), List.of(), 0.5, theta.get(1), gradients.get(1)),
        bench.state(0, 0, -1, 0.5));
    assertArrayEquals(new double[] {4.5, 5, 4}, bench.values(gradients.get(0)));
    assertArrayEquals(new double[] {-1.25, -0.5, 1}, bench.values(theta.get(0)));
  }

  /** Two steps of PyTorch's SGD with momentum 0.5 and rate 0.5, by hand. */
  @Test
  void momentumRemembersWhereItWent() {
    Tensor theta = bench.of(Shape.vector(1), 1);
    Tensor velocity = bench.of(Shape.vector(1), 0);
    Tensor gradient = bench.of(Shape.vector(1), 2);
    ParameterUpdate update = ParameterUpdate.of(theta, gradient, List.of(velocity));
    StepState state = bench.state(0, 0, -1, 0.5);
    UpdateRule rule = new UpdateRule.Momentum(0.5, false);
    ops.update(rule, update, state);
    assertArrayEquals(new double[] {0}, bench.values(theta));
    ops.update(rule, update, state);
    assertArrayEquals(new double[] {3}, bench.values(velocity));
    assertArrayEquals(new double[] {-1.5}, bench.values(theta));
    ops.update(new UpdateRule.Momentum(0.5, true), update, state);
    assertArrayEquals(new double[] {3.5}, bench.values(velocity));
    assertArrayEquals(new double[] {-1.5 - 0.5 * (2 + 0.5 * 3.5)}, bench.values(theta));
  }

  /** Two steps of PyTorch's AdamW, by hand: the first goes as far as the rate, whatever g is. */
  @Test
  void adamDividesByTheRootOfTheMeanSquare() {
    Tensor theta = bench.of(Shape.vector(2), 1, -2);
    Tensor gradient = bench.of(Shape.vector(2), 4, -0.01);
    Tensor first = bench.of(Shape.vector(2), 0, 0);
    Tensor second = bench.of(Shape.vector(2), 0, 0);
    ParameterUpdate update = ParameterUpdate.of(theta, gradient, List.of(first, second));
    UpdateRule rule = new UpdateRule.Adam(0.75, 0.5, 1e-300, 0.25);
    ops.update(rule, update, bench.state(0, 0, -1, 0.5));
    assertArrayEquals(new double[] {1, -0.0025}, bench.values(first), 1e-15);
    assertArrayEquals(new double[] {8, 0.00005}, bench.values(second), 1e-15);
    assertArrayEquals(new double[] {0.875 - 0.5, -1.75 + 0.5}, bench.values(theta), 1e-14);
    bench.backend().upload(new double[] {-4, 0.03}, gradient);
    ops.update(rule, update, bench.state(1, 0, -1, 0.5));
    double m = 0.75 * 1 + 0.25 * -4;
    double v = 0.5 * 8 + 0.5 * 16;
    double expected = 0.375 * 0.875 - 0.5 * (m / (1 - 0.75 * 0.75)) / Math.sqrt(v / 0.75);
    assertEquals(expected, bench.values(theta)[0], 1e-15);
    assertArrayEquals(new double[] {m, 0.005625}, bench.values(first), 1e-15);
  }

  /** 1 − βᵗ is right where βᵗ is near 1, and where it is 0. */
  @Test
  void correctionsOfAdamLoseNoDigits() {
    assertEquals(0.001, UpdateRule.Adam.correction(0.999, 1), 1e-16);
    assertEquals(1.999e-3, UpdateRule.Adam.correction(0.999, 2), 1e-16);
    assertEquals(0.1, UpdateRule.Adam.correction(0.9, 1), 1e-16);
    assertEquals(1 - Math.pow(0.9, 10), UpdateRule.Adam.correction(0.9, 10), 1e-15);
    assertEquals(1, UpdateRule.Adam.correction(0, 1));
    assertEquals(1, UpdateRule.Adam.correction(0.999, 1L << 40));
  }

  @Test
  void aRuleWantsTheMemoryOfWhatItRemembers() {
    Tensor theta = bench.of(Shape.vector(1), 1);
    Tensor gradient = bench.of(Shape.vector(1), 2);
    StepState state = bench.state(0, 0, -1, 0.5);
    assertThrows(
        IllegalArgumentException.class,
        () -> ops.update(new UpdateRule.Momentum(0.5, false), update(theta, gradient), state));
  }

  /** A part of a batch: the mean is taken over the whole batch. */
  @Test
  void costsOfPartsAddUpToThatOfTheBatch() {
    Tensor penalty = bench.of(Shape.of(1, 1), 0);
    Tensor cost = bench.poisoned(Shape.of(1, 2));
    StepState state = bench.state(0, 0, -1, 0);
    double[] z = {0.5, -1, 2, 3, -4};
    double[] y = {1, 0, 0, 1, 1};
    double whole = cost(5, z, y, penalty, cost, state);
    double parts =
        cost(5, Arrays.copyOf(z, 2), Arrays.copyOf(y, 2), penalty, cost, state)
            + cost(
                5, Arrays.copyOfRange(z, 2, 5), Arrays.copyOfRange(y, 2, 5), penalty, cost, state);
    assertEquals(whole, parts, 1e-15);
  }

  private double cost(
      long examples, double[] z, double[] y, Tensor penalty, Tensor cost, StepState state) {
    Shape column = Shape.of(z.length, 1);
    ops.crossEntropy(
        examples,
        bench.of(column, z),
        bench.of(column, y),
        LossWeights.NONE,
        penalty,
        state,
        cost,
        bench.poisoned(column));
    return bench.values(cost)[1];
  }

  @Test
  void gatherTakesRowsFromTheOffsetOn() {
    Tensor pixels = bench.arena().allocate(ElementType.U8, Shape.of(3, 2));
    bench.backend().upload(new byte[] {0, (byte) 255, 51, 1, (byte) 128, 127}, pixels);
    Tensor indices = bench.arena().allocate(ElementType.I32, Shape.vector(4));
    bench.backend().upload(new int[] {0, 0, 2, 1}, indices);
    Tensor out = bench.poisoned(Shape.of(2, 2));
    ops.gather(pixels, indices, bench.state(0, 2, -1, 0), InputTransform.dividing(255), out);
    assertArrayEquals(
        new double[] {128 / 255.0, 127 / 255.0, 51 / 255.0, 1 / 255.0}, bench.values(out));
    Tensor numbers = bench.filled(Shape.of(3, 2));
    double[] all = bench.values(numbers);
    ops.gather(numbers, indices, bench.state(0, 2, -1, 0), InputTransform.dividing(1), out);
    assertArrayEquals(new double[] {all[4], all[5], all[2], all[3]}, bench.values(out));
    bench.backend().upload(new int[] {0, 0, 3, 1}, indices);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ops.gather(
                numbers, indices, bench.state(0, 2, -1, 0), InputTransform.dividing(1), out));
  }

  @Test
  void advanceTakesASmallerLastBatchAndThenTheNextEpoch() {
    StepState state = bench.state(0, 0, -1, 0);
    ops.advance(state, 3, 8);
    assertArrayEquals(new long[] {1, 0, 3, -1}, bench.counters(state));
    ops.advance(state, 3, 8);
    assertArrayEquals(new long[] {2, 0, 6, -1}, bench.counters(state));
    ops.advance(state, 2, 8);
    assertArrayEquals(new long[] {3, 1, 0, -1}, bench.counters(state));
    StepState full = bench.state(0, 0, -1, 0);
    ops.advance(full, 8, 8);
    assertArrayEquals(new long[] {1, 1, 0, -1}, bench.counters(full));
    StepState exact = bench.state(0, 0, -1, 0);
    ops.advance(exact, 4, 8);
    assertArrayEquals(new long[] {1, 0, 4, -1}, bench.counters(exact));
  }

  @Test
  void aStateStartsAnywhere() {
    StepState.Position middle = new StepState.Position(1L << 40, 7, 5);
    StepState state = StepState.allocate(bench.arena(), middle, 0.5);
    assertEquals(middle, state.position());
    assertEquals(-1, state.firstBadStep());
    ops.advance(state, 3, 8);
    assertEquals(new StepState.Position((1L << 40) + 1, 8, 0), state.position());
    state.set(StepState.Position.START);
    assertEquals(StepState.Position.START, state.position());
  }
}
