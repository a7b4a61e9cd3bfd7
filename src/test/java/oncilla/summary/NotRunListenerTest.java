package oncilla.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs small test classes in a launcher of its own and reads what the listener prints of them. */
class NotRunListenerTest {
  @Test
  void groupsTestsByReason() {
    List<String> lines = linesOf(SomeSkippedSample.class);

    assertEquals("Not run in the default tests: 4 in all", lines.get(0));
    assertEquals("  data: cats.h5 (set -Doncilla.data=DIR): 3", lines.get(1));
    assertEquals(
        List.of(
            "    Not run: NotRunListenerTest$SomeSkippedSample.everySize"
                + " - data: cats.h5 (set -Doncilla.data=DIR) (2 times)",
            "    Not run: NotRunListenerTest$SomeSkippedSample.one"
                + " - data: cats.h5 (set -Doncilla.data=DIR)"),
        lines.subList(2, 4).stream().sorted().toList());
    assertEquals("  switched off for the sample: 1", lines.get(4));
    assertEquals(
        "    Not run: NotRunListenerTest$SomeSkippedSample.off - switched off for the sample",
        lines.get(5));
    assertEquals(6, lines.size());
  }

  @Test
  void namesTheTestsOfAClassThatDidNotRun() {
    List<String> lines = linesOf(WholeClassSample.class);

    assertEquals("Not run in the tests tagged sample: 2 in all", lines.get(0));
    assertEquals("  opencl: no platform: 2", lines.get(1));
    assertTrue(lines.get(2).contains("WholeClassSample.first - opencl: no platform"), lines.get(2));
    assertTrue(lines.get(3).contains("WholeClassSample.second"), lines.get(3));
  }

  @Test
  void printsNothingWhenAllRan() {
    assertEquals(List.of(), linesOf(AllRunSample.class));
  }

  private static List<String> linesOf(Class<?> sample) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      var config = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false);
      LauncherFactory.create(config.build())
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectClass(sample)).build(),
              new NotRunListener(out));
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  // Surefire's default pattern leaves nested classes out, so these samples run only from here.

  static class SomeSkippedSample {
    @Test
    void ran() {
      assertTrue(true);
    }

    @Test
    void one() {
      Assumptions.abort("data: cats.h5 (set -Doncilla.data=DIR)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everySize(int size) {
      Assumptions.assumeTrue(size == 0, "data: cats.h5 (set -Doncilla.data=DIR)");
    }

    @Test
    @Disabled("switched off for the sample")
    void off() {}
  }

  @Tag("sample")
  static class WholeClassSample {
    @BeforeAll
    static void needsOpenCl() {
      Assumptions.abort("opencl: no platform");
    }

    @Test
    void first() {}

    @Test
    void second() {}
  }

  static class AllRunSample {
    @Test
    void ran() {
      assertTrue(true);
    }
  }
}
