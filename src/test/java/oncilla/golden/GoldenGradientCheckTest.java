package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.check.TrainingCase;
import oncilla.check.gradient.GradientCheck;
import oncilla.check.gradient.GradientResult;
import oncilla.check.gradient.GradientSettings;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import oncilla.random.NumpyRandom;
import oncilla.train.Evaluator;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The two gradient checks of {@code golden.json}, at each of their steps. With a large ε the
 * difference is the error of the central difference, the same for everyone; with a small one it is
 * round-off, of which only the order is the same.
 *
 * <p>Case a was made with the notes' cost, which takes log(1 − A) of an A of 0.9989 and so loses
 * digits that the cost from the logits keeps: there Oncilla's difference is the smaller, and the
 * golden one comes out when the notes' cost is put in its place.
 */
class GoldenGradientCheckTest {
  private static final Network NETWORK = Network.classifier(4, List.of(5, 3));

  private static Backend open(String name) {
    return name.equals("cpu")
        ? CpuBackend.open(Precision.FP64)
        : new OpenClConfiguration(name, Precision.FP64, OpenClConfiguration.Variant.DEVICE_DEFAULT)
            .open();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "jocl", "lwjgl"})
  void caseA(String name) {
    try (Backend backend = open(name)) {
      for (Map.Entry<String, JsonNode> golden :
          Golden.at("/gradient_check/case_a/difference_by_eps").properties()) {
        double epsilon = Double.parseDouble(golden.getKey());
        double stated = golden.getValue().asDouble();
        double difference = difference(backend, caseA(), epsilon);
        if (epsilon == 1e-3) {
          assertEquals(stated, difference, 0.001 * stated);
        } else {
          assertTrue(difference < stated, () -> epsilon + ": " + difference);
        }
      }
    }
  }

  @Test
  void caseAWithTheNotesCost() {
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      TrainingCase training = caseA();
      double[] gradient = gradient(backend, training);
      for (Map.Entry<String, JsonNode> golden :
          Golden.at("/gradient_check/case_a/difference_by_eps").properties()) {
        double epsilon = Double.parseDouble(golden.getKey());
        double stated = golden.getValue().asDouble();
        double difference = distance(gradient, notesGradient(backend, training, epsilon));
        assertEquals(stated, difference, (epsilon >= 1e-4 ? 0.01 : 0.3) * stated, golden::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "jocl", "lwjgl"})
  void caseB(String name) {
    try (Backend backend = open(name)) {
      for (Map.Entry<String, JsonNode> golden :
          Golden.at("/gradient_check/case_b/difference_by_lambda_and_eps").properties()) {
        String[] key = golden.getKey().split("[=,]");
        double epsilon = Double.parseDouble(key[3]);
        double stated = golden.getValue().asDouble();
        double difference = difference(backend, caseB(Double.parseDouble(key[1])), epsilon);
        if (epsilon == 1e-4) {
          assertEquals(stated, difference, 0.01 * stated, golden::toString);
        } else {
          assertTrue(
              difference > stated / 3 && difference < 3 * stated,
              () -> golden + ", not " + difference);
        }
      }
    }
  }

  private static double difference(Backend backend, TrainingCase training, double epsilon) {
    GradientResult result =
        new GradientCheck(GradientSettings.defaults().withEpsilon(epsilon))
            .check(backend, training);
    assertTrue(result.holds(), result::toString);
    return result.difference();
  }

  private static TrainingCase caseA() {
    JsonNode golden = Golden.at("/gradient_check/case_a");
    List<LayerParameters> layers = new ArrayList<>();
    for (int l = 0; l < 3; l++) {
      layers.add(
          new LayerParameters(
              Golden.numbers(golden.get("W").get(l)), Golden.numbers(golden.get("b").get(l))));
    }
    return training(
        "case_a",
        Golden.numbers(golden.get("x")),
        Golden.numbers(golden.get("y")),
        new Parameters(layers),
        0);
  }

  private static TrainingCase caseB(double l2) {
    double[] labels = new double[7];
    NumpyRandom uniforms = new NumpyRandom(6);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = uniforms.uniform() > 0.5 ? 1 : 0;
    }
    Parameters start = Initialization.of(Initialization.Scheme.HE).draw(NETWORK, 3);
    return training("case_b", new NumpyRandom(5).normals(28), labels, start, l2);
  }

  /** Golden inputs have an example per column. */
  private static TrainingCase training(
      String name, double[] columns, double[] targets, Parameters at, double l2) {
    int examples = targets.length;
    double[] rows = new double[columns.length];
    byte[] labels = new byte[examples];
    for (int example = 0; example < examples; example++) {
      for (int feature = 0; feature < 4; feature++) {
        rows[4 * example + feature] = columns[examples * feature + example];
      }
      labels[example] = (byte) targets[example];
    }
    return new TrainingCase(
        name,
        NETWORK,
        new Dataset(name, new Table(rows, examples, 4), labels, List.of("0", "1")),
        at,
        TrainingConfig.defaults().withRegularization(Regularization.l2(l2)));
  }

  private static double[] gradient(Backend backend, TrainingCase training) {
    try (TrainingStep step =
        TrainingStep.prepare(
            backend, NETWORK, training.data(), training.start(), training.config())) {
      step.run();
      return flat(step.gradients());
    }
  }

  /** Central differences of −mean(y·log(A) + (1 − y)·log(1 − A)). */
  private static double[] notesGradient(Backend backend, TrainingCase training, double epsilon) {
    double[] at = flat(training.start());
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double value = at[i];
      at[i] = value + epsilon;
      double above = notesCost(backend, training, at);
      at[i] = value - epsilon;
      double below = notesCost(backend, training, at);
      at[i] = value;
      gradient[i] = (above - below) / (2 * epsilon);
    }
    return gradient;
  }

  private static double notesCost(Backend backend, TrainingCase training, double[] at) {
    List<LayerParameters> layers = new ArrayList<>();
    int next = 0;
    for (LayerParameters layer : training.start().layers()) {
      int bias = next + layer.weights().length;
      int end = bias + layer.bias().length;
      layers.add(
          new LayerParameters(
              Arrays.copyOfRange(at, next, bias), Arrays.copyOfRange(at, bias, end)));
      next = end;
    }
    double[] probabilities =
        new Evaluator(backend)
            .probabilities(NETWORK, new Parameters(layers), training.data().features());
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double a = probabilities[i];
      int y = training.data().labels()[i];
      sum += Math.log(a) * y + Math.log(1 - a) * (1 - y);
    }
    return -sum / probabilities.length;
  }

  private static double[] flat(Parameters parameters) {
    DoubleStream.Builder all = DoubleStream.builder();
    for (LayerParameters layer : parameters.layers()) {
      Arrays.stream(layer.weights()).forEach(all::add);
      Arrays.stream(layer.bias()).forEach(all::add);
    }
    return all.build().toArray();
  }

  private static double distance(double[] x, double[] y) {
    double difference = 0;
    double ofX = 0;
    double ofY = 0;
    for (int i = 0; i < x.length; i++) {
      difference += (x[i] - y[i]) * (x[i] - y[i]);
      ofX += x[i] * x[i];
      ofY += y[i] * y[i];
    }
    return Math.sqrt(difference) / (Math.sqrt(ofX) + Math.sqrt(ofY));
  }
}
