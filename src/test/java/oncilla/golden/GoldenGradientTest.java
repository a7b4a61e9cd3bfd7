package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import oncilla.Requirements;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.Evaluator;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients against golden ones: the small net of the gradient check, and the cat run's norms. */
class GoldenGradientTest {
  @Test
  void smallNetHasTheGoldenGradient() {
    JsonNode golden = Golden.at("/gradient_check/case_a");
    double[] columns = Golden.numbers(golden.get("x"));
    double[] rows = new double[12];
    for (int example = 0; example < 3; example++) {
      for (int feature = 0; feature < 4; feature++) {
        rows[4 * example + feature] = columns[3 * feature + example];
      }
    }
    byte[] labels = new byte[3];
    for (int i = 0; i < 3; i++) {
      labels[i] = (byte) Golden.numbers(golden.get("y"))[i];
    }
    List<LayerParameters> layers = new ArrayList<>();
    for (int l = 0; l < 3; l++) {
      layers.add(
          new LayerParameters(
              Golden.numbers(golden.get("W").get(l)), Golden.numbers(golden.get("b").get(l))));
    }
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        TrainingStep step =
            TrainingStep.prepare(
                backend,
                Network.classifier(4, List.of(5, 3)),
                new Dataset("case_a", new Table(rows, 3, 4), labels, List.of("0", "1")),
                new Parameters(layers),
                TrainingConfig.defaults())) {
      step.run();
      double[] gradient =
          step.gradients().layers().stream()
              .flatMapToDouble(
                  layer ->
                      Stream.of(layer.weights(), layer.bias()).flatMapToDouble(DoubleStream::of))
              .toArray();
      assertArrayEquals(Golden.numbers(golden.get("gradient")), gradient, 1e-13);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT_NOTES", "CAT_HE"})
  void catRunPassesTheGoldenProbes(GoldenRun run) {
    String start = run == GoldenRun.CAT_NOTES ? "sqrt" : "he";
    JsonNode probes = Golden.at("/cat/probes_" + start + "_init_float64");
    TrainTest data = run.data();
    long last = Requirements.full() ? run.iterations() : 2;
    try (Backend backend = CpuBackend.open(Precision.FP64);
        TrainingStep step =
            TrainingStep.prepare(
                backend,
                run.network(),
                data.train(),
                run.initialization().draw(run.network(), run.seed()),
                run.config())) {
      int probed = 0;
      for (long iteration = 0; iteration < last; iteration++) {
        JsonNode probe = probes.get("before_update").get(Long.toString(iteration));
        if (probe == null) {
          step.run();
        } else {
          Parameters parameters = step.parameters();
          step.run();
          compare(probe, parameters, step.gradients());
          double[] probabilities =
              new Evaluator(backend)
                  .probabilities(run.network(), parameters, data.train().features().slice(0, 5));
          assertArrayEquals(
              Golden.numbers(probe.get("AL_first5")), probabilities, 1e-9, "AL " + iteration);
          probed++;
        }
      }
      assertEquals(Requirements.full() ? 4 : 2, probed);
      if (Requirements.full()) {
        Parameters end = step.parameters();
        compareEnd(probes.get("final"), backend, run, data, end);
      }
    }
  }

  private static void compare(JsonNode probe, Parameters parameters, Parameters gradients) {
    for (int l = 0; l < parameters.layers().size(); l++) {
      JsonNode golden = probe.get("layers").get(l);
      LayerParameters values = parameters.layers().get(l);
      LayerParameters slopes = gradients.layers().get(l);
      String layer = " of layer " + (l + 1);
      assertEquals(golden.get("W_norm").asDouble(), norm(values.weights()), 1e-9, "W" + layer);
      assertEquals(golden.get("b_norm").asDouble(), norm(values.bias()), 1e-9, "b" + layer);
      assertEquals(golden.get("dW_norm").asDouble(), norm(slopes.weights()), 1e-9, "dW" + layer);
      assertEquals(golden.get("db_norm").asDouble(), norm(slopes.bias()), 1e-9, "db" + layer);
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
        1e-9,
        "train");
    assertArrayEquals(
        Golden.numbers(golden.get("test_probability")),
        evaluator.probabilities(run.network(), end, data.test().orElseThrow().features()),
        1e-9,
        "test");
    assertArrayEquals(Golden.numbers(golden.get("W4")), end.layers().get(3).weights(), 1e-9, "W4");
  }

  private static void first(JsonNode golden, double[] values, String what) {
    double[] expected = Golden.numbers(golden);
    assertArrayEquals(expected, java.util.Arrays.copyOf(values, expected.length), 1e-9, what);
  }

  private static double norm(double[] values) {
    return Math.sqrt(DoubleStream.of(values).map(value -> value * value).sum());
  }
}
