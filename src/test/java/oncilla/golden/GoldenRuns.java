package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.data.Dataset;
import oncilla.data.TrainTest;
import oncilla.nn.Parameters;
import oncilla.train.Evaluator;
import oncilla.train.Trainer;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingResult;
import oncilla.train.metric.Metrics;

/**
 * Checks golden runs on any backend.
 *
 * <p>In fp64 every order of summation stays within 1e-9 of the trace. In fp32 the costs on the way
 * say nothing: rounding flips single ReLUs, and the path branches, by 1e-5 at iteration 100 and up
 * to 0.07 after He's start. So {@link StepCheck} compares steps from the fp64 path, and here only
 * the ends are looked at: the training accuracy is the golden one, the test accuracy within one
 * image, and the cost within 5e-3. That is for the cat runs only.
 */
public final class GoldenRuns {
  private static final double BOUND = 1e-9;
  private static final double FP32_BOUND_AT_THE_END = 5e-3;

  private GoldenRuns() {}

  /**
   * Trains for the run's whole length and checks accuracies and the cost at the end; in fp64 the
   * costs on the way, too.
   */
  public static void checkToTheEnd(Backend backend, GoldenRun run) {
    TrainTest data = run.data();
    Parameters parameters = train(backend, run, data, run.iterations()).parameters();
    Metrics train = measure(backend, run, parameters, data.train(), data.train());
    Metrics test = measure(backend, run, parameters, data.test().orElseThrow(), data.train());
    JsonNode golden = run.golden();
    String what = describe(backend, run);
    assertEquals(golden.get("train_accuracy").asDouble(), train.accuracy(), 1e-12, what + " train");
    double oneImage = 1.0 / data.test().orElseThrow().size();
    assertEquals(
        golden.get("test_accuracy").asDouble(),
        test.accuracy(),
        (backend.precision() == Precision.FP64 ? 0 : oneImage) + 1e-12,
        what + " test");
    if (golden.has("cost_after_last_update_no_penalty")) {
      assertEquals(
          golden.get("cost_after_last_update_no_penalty").asDouble(),
          train.dataCost(),
          backend.precision() == Precision.FP64 ? BOUND : FP32_BOUND_AT_THE_END,
          what + " after the last update");
    }
  }

  /** Trains up to and including iteration {@code last} and checks the costs on the way, in fp64. */
  public static void checkTo(Backend backend, GoldenRun run, long last) {
    if (backend.precision() != Precision.FP64) {
      throw new IllegalArgumentException("in fp32 the costs on the way have no bounds");
    }
    train(backend, run, run.data(), last + 1);
  }

  private static TrainingResult train(
      Backend backend, GoldenRun run, TrainTest data, long iterations) {
    if (backend.precision() == Precision.FP32 && !run.isCat()) {
      throw new IllegalArgumentException(run + " has no bounds for fp32");
    }
    Map<Long, Double> costs = new TreeMap<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void cost(long iteration, double cost, double dataCost) {
            costs.put(iteration, cost);
          }
        };
    TrainingResult result =
        new Trainer()
            .train(
                backend,
                run.network(),
                data.train(),
                run.initialization().draw(run.network(), run.seed()),
                run.config().withIterations(iterations),
                List.of(listener));
    if (backend.precision() == Precision.FP64) {
      compare(costs, run, iterations, describe(backend, run));
    }
    return result;
  }

  private static void compare(Map<Long, Double> costs, GoldenRun run, long iterations, String who) {
    double[] expected = costs(run);
    int compared = 0;
    for (long iteration = 0; iteration < iterations; iteration += run.distance()) {
      String what = who + " cost at iteration " + iteration;
      double actual = costs.get(iteration);
      if (run == GoldenRun.CIRCLES_LARGE) {
        // The reference's own cost overflows at the start, and so the trace says nothing of ours.
        assertTrue(Double.isFinite(actual), what);
      } else {
        double golden = expected[(int) (iteration / run.distance())];
        assertEquals(golden, actual, BOUND, what);
      }
      compared++;
    }
    assertEquals((iterations - 1) / run.distance() + 1, compared);
  }

  private static Metrics measure(
      Backend backend, GoldenRun run, Parameters parameters, Dataset data, Dataset train) {
    return new Evaluator(backend)
        .evaluate(run.network(), parameters, data, run.l2(), train.size())
        .metrics();
  }

  /** The golden costs, from iteration 0 on. */
  static double[] costs(GoldenRun run) {
    JsonNode golden = run.golden();
    return Golden.numbers(golden.get("costs_every_" + run.distance()));
  }

  private static String describe(Backend backend, GoldenRun run) {
    return run + " on " + backend.name() + " " + backend.precision().label();
  }
}
