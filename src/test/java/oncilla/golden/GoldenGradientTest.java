package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

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
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
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
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      if (Requirements.full()) {
        GoldenProbes.checkToTheEnd(backend, run);
      } else {
        GoldenProbes.checkTo(backend, run, 1);
      }
    }
  }
}
