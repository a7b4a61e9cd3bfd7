package oncilla.check.gradient;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import oncilla.backend.Activation;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.check.References;
import oncilla.check.TrainingCase;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Regularization;
import oncilla.train.TrainingConfig;

/** Where gradients are checked in tests, and on what. */
final class GradientBackends {
  private GradientBackends() {}

  /** The CPU backend, and OpenCL through each binding. */
  static List<String> names() {
    return List.of("cpu", "jocl", "lwjgl");
  }

  /** Opens one, or skips the test where there is no OpenCL. */
  static Backend open(String name, Precision precision) {
    return name.equals("cpu")
        ? CpuBackend.open(precision)
        : new OpenClConfiguration(name, precision, OpenClConfiguration.Variant.DEVICE_DEFAULT)
            .open();
  }

  /** Neither, L2, dropout, both. */
  static List<Regularization> regularizations() {
    return List.of(
        Regularization.none(),
        Regularization.l2(0.7),
        new Regularization(0, List.of(0.86)),
        new Regularization(0.7, List.of(0.86)));
  }

  /** A He start with random biases on seeded examples in [0, 1], or on those of the small case. */
  static TrainingCase training(
      int inputs, int examples, List<Integer> hidden, Regularization regularization) {
    return training(data(inputs, examples), hidden, regularization);
  }

  static TrainingCase training(Dataset data, List<Integer> hidden, Regularization regularization) {
    return training(data, hidden, Activation.RELU, regularization);
  }

  static TrainingCase training(
      Dataset data, List<Integer> hidden, Activation activation, Regularization regularization) {
    Network network = Network.classifier(data.features().columns(), hidden, activation);
    TrainingConfig config = TrainingConfig.defaults().withRegularization(regularization);
    return GradientPoint.withRandomBiases(
        new TrainingCase(
            "test",
            network,
            data,
            Initialization.of(Initialization.Scheme.HE).draw(network, config.seed()),
            config));
  }

  private static Dataset data(int inputs, int examples) {
    SplittableRandom random = new SplittableRandom(7);
    double[] values = random.doubles((long) inputs * examples).toArray();
    byte[] labels = new byte[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = (byte) (random.nextBoolean() ? 1 : 0);
    }
    return new Dataset("random", new Table(values, examples, inputs), labels, List.of("0", "1"));
  }

  /** Checks {@code training} as {@code gradcheck} does: in fp32 against the reference. */
  static GradientResult check(Backend backend, TrainingCase training, GradientSettings settings) {
    GradientCheck check = new GradientCheck(settings);
    if (backend.precision() == Precision.FP64) {
      return check.check(backend, training);
    }
    try (Backend reference = References.open()) {
      return check.check(backend, reference, training);
    }
  }

  /** The result of one block. */
  static BlockGradient block(GradientResult result, String name) {
    Optional<BlockGradient> found =
        result.blocks().stream().filter(block -> block.block().name().equals(name)).findFirst();
    return found.orElseThrow();
  }
}
