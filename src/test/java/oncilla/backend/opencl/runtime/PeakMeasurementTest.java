package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.opencl.ConfigurationCases;
import oncilla.backend.opencl.OpenClConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel that a share of the peak is measured with does the arithmetic it is counted for. */
class PeakMeasurementTest {
  /** The kernel multiplies no matrices: variants that differ in that alone have the same. */
  static List<OpenClConfiguration> configurations() {
    return ConfigurationCases.of(OpenClConfiguration.eachVariantOnce()).stream()
        .filter(one -> one.alike().isEmpty())
        .map(ConfigurationCases::configuration)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void chainsAreThoseOfJava(OpenClConfiguration configuration) {
    try (OpenClBackend backend = configuration.open()) {
      PeakChains.check(configuration, backend, 1);
      PeakChains.check(configuration, backend, 1000);
    }
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void theRateIsOne(OpenClConfiguration configuration) {
    try (OpenClBackend backend = configuration.open()) {
      double rate = backend.measurePeakFlops().orElseThrow();
      assertTrue(rate > 1e6 && rate < 1e16, rate + " operations a second");
    }
  }

  static List<OpenClConfiguration> defaults() {
    return OpenClConfiguration.defaults();
  }
}
