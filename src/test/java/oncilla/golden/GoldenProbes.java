package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import oncilla.backend.Backend;
import oncilla.data.TrainTest;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.Evaluator;
import oncilla.train.TrainingStep;

/**
 * Looks inside the two cat runs whose parameters, gradients and probabilities are known before
 * updates 0, 1, 100 and 2499 and at the end. For any backend in fp64.
 */
public final class GoldenProbes {
  private static final double BOUND = 1e-9;

  private GoldenProbes() {}

  /** Checks all probes up to and including that before update {@code last}. */
  public static void checkTo(Backend backend, GoldenRun run, long last) {
    TrainTest data = run.data();
    try (TrainingStep step = prepare(backend, run, data)) {
      replay(backend, run, data, step, last + 1);
    }
  }

  /** Checks all probes and the probabilities of all images after the last update. */
  public static void checkToTheEnd(Backend backend, GoldenRun run) {
    TrainTest data = run.data();
    try (TrainingStep step = prepare(backend, run, data)) {
      replay(backend, run, data, step, run.iterations());
      compareEnd(probes(run).get("final"), backend, run, data, step.parameters());
    }
  }

  private static TrainingStep prepare(Backend backend, GoldenRun run, TrainTest data) {
    return TrainingStep.prepare(
        backend,
        run.network(),
        data.train(),
        run.initialization().draw(run.network(), run.seed()),
        run.config());
  }

  private static JsonNode probes(GoldenRun run) {
    return switch (run) {
      case CAT_NOTES -> Golden.at("/cat/probes_sqrt_init_float64");
      case CAT_HE -> Golden.at("/cat/probes_he_init_float64");
      default -> throw new IllegalArgumentException(run + " has no probes");
    };
  }

  private static void replay(
      Backend backend, GoldenRun run, TrainTest data, TrainingStep step, long iterations) {
    JsonNode probes = probes(run).get("before_update");
    for (long iteration = 0; iteration < iterations; iteration++) {
      JsonNode probe = probes.get(Long.toString(iteration));
      if (probe == null) {
        step.run();
        continue;
      }
      Parameters parameters = step.parameters();
      step.run();
      compare(probe, parameters, step.gradients());
      assertArrayEquals(
          Golden.numbers(probe.get("AL_first5")),
          new Evaluator(backend)
              .probabilities(run.network(), parameters, data.train().features().slice(0, 5)),
          BOUND,
          "probabilities before update " + iteration);
    }
  }

  private static void compare(JsonNode probe, Parameters parameters, Parameters gradients) {
    for (int l = 0; l < parameters.layers().size(); l++) {
      JsonNode golden = probe.get("layers").get(l);
      LayerParameters values = parameters.layers().get(l);
      LayerParameters slopes = gradients.layers().get(l);
      String layer = " of layer " + (l + 1);
      assertEquals(golden.get("W_norm").asDouble(), norm(values.weights()), BOUND, "W" + layer);
      assertEquals(golden.get("b_norm").asDouble(), norm(values.bias()), BOUND, "b" + layer);
      assertEquals(golden.get("dW_norm").asDouble(), norm(slopes.weights()), BOUND, "dW" + layer);
      assertEquals(golden.get("db_norm").asDouble(), norm(slopes.bias()), BOUND, "db" + layer);
      first(golden.get("W_first3"), values.weights(), "W" + layer);
      first(golden.get("dW_first3"), slopes.weights(), "dW" + layer);
    }
  }

  private static void compareEnd(
      JsonNode golden, Backend backend, GoldenRun run, TrainTest data, Parameters end) {
    Evaluator evaluator = new Evaluator(backend);
    assertArrayEquals(
        Golden.numbers(golden.get("train_probability")),
        evaluator.probabilities(run.network(), end, data.train().features()),
        BOUND,
        "train");
    assertArrayEquals(
        Golden.numbers(golden.get("test_probability")),
        evaluator.probabilities(run.network(), end, data.test().orElseThrow().features()),
        BOUND,
        "test");
    assertArrayEquals(Golden.numbers(golden.get("W4")), end.layers().get(3).weights(), BOUND, "W4");
  }

  private static void first(JsonNode golden, double[] values, String what) {
    double[] expected = Golden.numbers(golden);
    assertArrayEquals(expected, Arrays.copyOf(values, expected.length), BOUND, what);
  }

  private static double norm(double[] values) {
    return Math.sqrt(DoubleStream.of(values).map(value -> value * value).sum());
  }
}
