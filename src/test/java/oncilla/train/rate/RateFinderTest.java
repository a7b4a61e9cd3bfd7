package oncilla.train.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingListener;
import oncilla.train.health.NonFiniteCostException;
import oncilla.train.rate.RateCurve.Ending;
import oncilla.train.rate.RateCurve.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateFinderTest {
  private static final Network LOGISTIC = Network.classifier(1, List.of());
  private static final RateRange RANGE = new RateRange(1e-6, 1e3, 120);

  /**
   * Logistic regression on x = ±s, a quarter of the labels wrong: the cost is convex. At the start
   * w = b = 0 its curvature is ¼ mean(x²) = s²/4 along w, so that descent is fastest with a rate of
   * about 4/s², and rates far above twice that make it swing.
   */
  private static Dataset points(double scale) {
    double[] values = new double[64];
    byte[] labels = new byte[64];
    for (int i = 0; i < 64; i++) {
      values[i] = i % 2 == 0 ? scale : -scale;
      labels[i] = (byte) (i % 2 == 0 ^ i % 8 < 2 ? 1 : 0);
    }
    return new Dataset("points", new Table(values, 64, 1), labels, List.of("left", "right"));
  }

  private static Parameters zeros() {
    return new Parameters(List.of(new LayerParameters(new double[1], new double[1])));
  }

  private static RateCurve run(Backend backend, double scale, RateRange range, int batch) {
    return RateFinder.run(
        backend,
        LOGISTIC,
        points(scale),
        zeros(),
        TrainingConfig.defaults().withBatchSize(batch),
        range,
        List.of());
  }

  private static void assertOrderOfMagnitude(Backend backend, double scale, int batch) {
    double best = 4 / (scale * scale);
    double suggestion = run(backend, scale, RANGE, batch).suggestion().orElseThrow();
    assertTrue(
        suggestion > best / 50 && suggestion < 2 * best,
        suggestion + " where " + best + " is best");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 10, 100})
  void aConvexCostWhoseCurvatureIsKnown(double scale) {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      assertOrderOfMagnitude(backend, scale, 0);
      assertOrderOfMagnitude(backend, scale, 16);
    }
  }

  static List<OpenClConfiguration> openCl() {
    return OpenClConfiguration.defaults();
  }

  @ParameterizedTest
  @MethodSource("openCl")
  void onADeviceToo(OpenClConfiguration configuration) {
    try (Backend backend = configuration.open()) {
      assertOrderOfMagnitude(backend, 10, 0);
      assertOrderOfMagnitude(backend, 10, 16);
    }
  }

  @Test
  void onTheCpuBackendToo() {
    try (Backend backend =
        BackendSelector.fromServices().provider("cpu").open(BackendRequest.defaults())) {
      assertOrderOfMagnitude(backend, 10, 0);
    }
  }

  /** Costs and rates by hand: one weight, no bias gradient, as the labels are even. */
  @Test
  void eachUpdateHasTheNextRate() {
    RateRange range = new RateRange(0.01, 0.1, 11);
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      List<Point> points = run(backend, 1, range, 0).points();
      assertEquals(11, points.size());
      double weight = 0;
      for (int i = 0; i < 11; i++) {
        double rate = 0.01 * Math.pow(10, i / 10.0);
        assertEquals(rate, points.get(i).rate(), 1e-15);
        double wrong = 0.25;
        double cost =
            (1 - wrong) * Math.log1p(Math.exp(-weight)) + wrong * Math.log1p(Math.exp(weight));
        assertEquals(cost, points.get(i).cost(), 1e-12, "update " + i);
        weight -= rate * (1 / (1 + Math.exp(-weight)) - (1 - wrong));
      }
      assertEquals(0.1, points.get(10).rate());
    }
  }

  private static RateCurve curve(RateRange range, double... costs) {
    RateCurve curve = new RateCurve(range);
    for (double cost : costs) {
      curve.add(cost);
    }
    return curve;
  }

  /** β = 0.9 for 100 updates; the first average is the first cost. */
  @Test
  void smoothing() {
    RateCurve curve = curve(new RateRange(1e-3, 1, 100), 1, 2, 4);
    assertEquals(1, curve.points().get(0).smoothedCost(), 1e-15);
    assertEquals((0.09 + 0.2) / 0.19, curve.points().get(1).smoothedCost(), 1e-14);
    assertEquals((0.081 + 0.18 + 0.4) / 0.271, curve.points().get(2).smoothedCost(), 1e-14);
    RateCurve longer = curve(new RateRange(1e-3, 1, 200), 1, 2);
    double decay = Math.sqrt(0.9);
    assertEquals(
        (decay * (1 - decay) + 2 * (1 - decay)) / (1 - decay * decay),
        longer.points().get(1).smoothedCost(),
        1e-13);
  }

  /** Level, then down between updates 50 and 60, then level, then up. */
  private static double[] step() {
    double[] costs = new double[100];
    for (int i = 0; i < 100; i++) {
      costs[i] = i < 50 ? 1 : i < 60 ? 1 - 0.05 * (i - 49) : i < 85 ? 0.5 : 0.5 + 0.02 * (i - 84);
    }
    return costs;
  }

  @Test
  void twoThirdsOfTheFallToTheFirstValley() {
    RateRange range = new RateRange(1e-8, 10, 100);
    RateCurve curve = curve(range, step());
    double steepest = curve.steepest().orElseThrow().rate();
    assertTrue(steepest >= range.rate(50) && steepest <= range.rate(60), steepest + "");
    assertTrue(curve.lowest().rate() >= range.rate(65), curve.lowest().toString());
    assertEquals(0.5, curve.lowestCost(), 1e-12);
    // The cost itself is there at update 56; the mean of those around it a little later.
    double suggestion = curve.suggestion().orElseThrow();
    assertTrue(suggestion >= range.rate(55) && suggestion <= range.rate(59), suggestion + "");
    assertEquals(Ending.ALL, curve.ending());
  }

  /**
   * Noise as large as the fall, the same in every run: what is suggested stays where the fall is.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noiseOfBatches(long seed) {
    RateRange range = new RateRange(1e-6, 10, 200);
    Random random = new Random(seed);
    double[] costs = new double[200];
    for (int i = 0; i < 200; i++) {
      costs[i] =
          (i < 80 ? 1 : i < 120 ? 1 - 0.0125 * (i - 80) : 0.5) + 0.25 * random.nextGaussian();
    }
    double suggestion = curve(range, costs).suggestion().orElseThrow();
    assertTrue(suggestion >= range.rate(90) && suggestion <= range.rate(130), suggestion + "");
  }

  /** A net that is destroyed says the same of all examples, and that may cost less than before. */
  @Test
  void whatFallsBehindABlowUpIsNotLookedAt() {
    RateRange range = new RateRange(1e-6, 10, 100);
    double[] costs = new double[100];
    for (int i = 0; i < 100; i++) {
      costs[i] = i < 20 ? 1.3 : i < 40 ? 1.3 - 0.02 * (i - 20) : i < 50 ? 0.9 : i < 60 ? 2.5 : 0.69;
    }
    RateCurve curve = curve(range, costs);
    assertTrue(curve.lowest().rate() < range.rate(50), curve.lowest().toString());
    double suggestion = curve.suggestion().orElseThrow();
    assertTrue(suggestion >= range.rate(30) && suggestion <= range.rate(40), suggestion + "");
  }

  @Test
  void twoSignificantDigits() {
    RateCurve curve = curve(new RateRange(1e-8, 10, 100), step());
    String digits = curve.suggestion().orElseThrow() + "";
    assertTrue(digits.matches("0\\.00[0-9]{1,3}"), digits);
  }

  @Test
  void aCostThatDoesNotFallSuggestsNothing() {
    RateRange range = new RateRange(1e-3, 1, 100);
    double[] level = new double[100];
    double[] up = new double[100];
    double[] hardly = new double[100];
    for (int i = 0; i < 100; i++) {
      level[i] = 0.7;
      up[i] = 0.7 + 0.01 * i;
      hardly[i] = 0.7 - 1e-5 * i;
    }
    for (double[] costs : List.of(level, up, hardly)) {
      RateCurve curve = curve(range, costs);
      assertTrue(curve.steepest().isEmpty());
      assertTrue(curve.suggestion().isEmpty());
    }
  }

  /** The first cost is that of one batch; a low one says nothing. */
  @Test
  void theStartIsNotLookedAt() {
    double[] costs = step();
    costs[0] = 0.3;
    RateCurve curve = curve(new RateRange(1e-8, 10, 100), costs);
    assertTrue(curve.lowest().rate() > 1e-3, curve.lowest().toString());
    assertTrue(curve.suggestion().isPresent());
  }

  @Test
  void itEndsWhereTheSmoothedCostIsFourTimesItsLowest() {
    RateCurve curve = new RateCurve(new RateRange(1e-3, 1, 100));
    assertTrue(curve.add(1));
    // (0.09 + 0.1·x) / 0.19 is 4 for x = 6.7.
    assertTrue(curve(new RateRange(1e-3, 1, 100), 1).add(6.69));
    assertTrue(!curve.add(6.71));
    assertEquals(Ending.ROSE, curve.ending());
  }

  /** Rates that grow by ten and numbers that overflow: the test ends, and that is no error. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e10, 1e19})
  void aRunThatDivergesEndsTheTest(double scale) {
    try (Backend backend = EjmlBackend.reference(Precision.FP32)) {
      RateCurve curve = run(backend, scale, new RateRange(1e-25, 1e35, 60), 0);
      assertNotEquals(Ending.ALL, curve.ending());
      assertTrue(curve.points().size() < 60, curve.points().size() + " points");
      assertTrue(curve.points().stream().allMatch(point -> Double.isFinite(point.cost())));
    }
  }

  @Test
  void aStartThatIsNotFiniteIsAnError() {
    try (Backend backend = EjmlBackend.reference(Precision.FP32)) {
      Parameters huge =
          new Parameters(List.of(new LayerParameters(new double[] {1e38}, new double[1])));
      NonFiniteCostException refused =
          assertThrows(
              NonFiniteCostException.class,
              () ->
                  RateFinder.run(
                      backend,
                      LOGISTIC,
                      points(1e10),
                      huge,
                      TrainingConfig.defaults(),
                      RANGE,
                      List.of()));
      assertTrue(refused.getMessage().contains("before the first update"), refused.getMessage());
    }
  }

  @Test
  void listenersAreToldOfEachCost() {
    List<String> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void cost(long iteration, double cost, double dataCost) {
            told.add("cost " + iteration);
          }

          @Override
          public void stopped(long iterations) {
            told.add("stopped " + iterations);
          }
        };
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      RateFinder.run(
          backend,
          LOGISTIC,
          points(1),
          zeros(),
          TrainingConfig.defaults(),
          new RateRange(1e-3, 1e-2, 10),
          List.of(listener));
    }
    assertEquals(11, told.size());
    assertEquals("cost 9", told.get(9));
    assertEquals("stopped 10", told.get(10));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 100",
    "-1, 1, 100",
    "1, 1, 100",
    "2, 1, 100",
    "NaN, 1, 100",
    "1, Infinity, 50"
  })
  void aRangeGrows(double from, double to, int updates) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new RateRange(from, to, updates));
    assertEquals(
        "learning rates grow from a positive one to a larger one, not from " + from + " to " + to,
        refused.getMessage());
  }

  @Test
  void aRangeHasTenUpdates() {
    assertThrows(IllegalArgumentException.class, () -> new RateRange(1e-3, 1, 9));
    assertEquals(1e-3, new RateRange(1e-3, 1, 10).rate(0));
    assertEquals(1, new RateRange(1e-3, 1, 10).rate(9));
  }
}
