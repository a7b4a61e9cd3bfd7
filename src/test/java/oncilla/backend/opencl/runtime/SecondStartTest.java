package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.check.TrainingCase;
import oncilla.cl.ClDrivers;
import oncilla.cl.fake.CountingDriver;
import oncilla.train.TrainingStep;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the device: what one backend compiled, the next one finds, and computes the same with. */
class SecondStartTest {
  private static final int STEPS = 5;

  @TempDir Path folder;

  static List<OpenClConfiguration> defaults() {
    return OpenClConfiguration.defaults();
  }

  /** Costs of a few steps, with everything that training needs made anew. */
  private double[] costs(OpenClConfiguration configuration, CountingDriver driver) {
    ProgramCache cache = ProgramCache.in(folder, ProgramCache.Limits.USUAL);
    TrainingCase training = TrainingCase.small();
    double[] costs = new double[STEPS];
    try (OpenClBackend backend = configuration.open(driver, cache);
        TrainingStep step =
            TrainingStep.prepare(
                backend,
                training.network(),
                training.data(),
                training.start(),
                training.config())) {
      for (int i = 0; i < STEPS; i++) {
        step.run();
        costs[i] = step.readCost().cost();
      }
    }
    assertEquals(Map.of(), driver.counts().live());
    return costs;
  }

  private static CountingDriver driver(String binding) {
    return new CountingDriver(ClDrivers.named(binding));
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void compilesNothing(OpenClConfiguration configuration) throws IOException {
    CountingDriver first = driver(configuration.binding());
    double[] costs = costs(configuration, first);
    assertTrue(first.builds() > 0);
    assertEquals(0, first.loads());

    CountingDriver second = driver(configuration.binding());
    assertArrayEquals(costs, costs(configuration, second));
    assertEquals(0, second.builds());
    assertEquals(first.builds(), second.loads());

    // The binary is the driver's, whoever called the driver.
    String other = configuration.binding().equals("jocl") ? "lwjgl" : "jocl";
    CountingDriver third = driver(other);
    OpenClConfiguration through =
        new OpenClConfiguration(other, configuration.precision(), configuration.variant());
    assertArrayEquals(costs, costs(through, third));
    assertEquals(0, third.builds());

    List<Path> entries = entries();
    assertEquals(first.builds(), entries.size());
    byte[] damaged = Files.readAllBytes(entries.get(0));
    damaged[damaged.length / 2] ^= 1;
    Files.write(entries.get(0), damaged);
    Files.write(entries.get(1), new byte[100]);
    CountingDriver fourth = driver(configuration.binding());
    assertArrayEquals(costs, costs(configuration, fourth));
    assertEquals(2, fourth.builds());
    CountingDriver fifth = driver(configuration.binding());
    costs(configuration, fifth);
    assertEquals(0, fifth.builds());
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }
}
