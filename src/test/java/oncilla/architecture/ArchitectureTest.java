package oncilla.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.have;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds Oncilla to its arrows, and the rules to a fixture that breaks each of them once. */
class ArchitectureTest {
  private static final String FIXTURE = "oncilla.architecture.fixture";

  /** Which class of the fixture breaks which rule. */
  private static final Map<String, String> BROKEN_BY =
      Map.ofEntries(
          Map.entry("every package is in the picture", "elsewhere.InNoPackageOfThePicture"),
          Map.entry("imports of cli", "cli.OpensTheReference"),
          Map.entry("imports of report", "report.CallsTheCommandLine"),
          Map.entry("imports of train", "train.KnowsTheDevice"),
          Map.entry("imports of check", "check.KnowsTheDevice"),
          Map.entry("imports of bench", "bench.KnowsTheDevice"),
          Map.entry("imports of nn", "nn.KnowsTheTrainer"),
          Map.entry("imports of optim", "optim.OpensTheReference"),
          Map.entry("imports of data", "data.KnowsTheTrainer"),
          Map.entry("imports of io", "io.KnowsTheDevice"),
          Map.entry("imports of backend", "backend.OpensTheReference"),
          Map.entry("imports of random", "random.KnowsTheModel"),
          Map.entry("imports of base", "base.KnowsTheBackend"),
          Map.entry("imports of backend.host", "backend.host.OpensTheReference"),
          Map.entry("imports of backend.ejml", "backend.ejml.KnowsTheModel"),
          Map.entry("imports of backend.cpu", "backend.cpu.KnowsTheDevice"),
          Map.entry("imports of backend.opencl", "backend.opencl.NamesABinding"),
          Map.entry("imports of cl", "cl.NamesABinding"),
          Map.entry("imports of cl.jocl", "cl.jocl.KnowsTheOtherBinding"),
          Map.entry("imports of cl.lwjgl", "cl.lwjgl.KnowsTheBackend"),
          Map.entry("org.jocl", "backend.opencl.NamesABinding"),
          Map.entry("org.lwjgl", "train.UsesLibraries"),
          Map.entry("org.ejml", "train.UsesLibraries"),
          Map.entry("picocli", "train.UsesLibraries"),
          Map.entry("ch.qos.logback", "train.UsesLibraries"),
          Map.entry("no cycles", "nn.KnowsTheTrainer"),
          Map.entry("stair of backend.opencl", "backend.opencl.program.KnowsTheRuntime"),
          Map.entry("standard streams", "train.Talks"),
          Map.entry("java.util.logging", "train.Talks"),
          Map.entry("System.exit", "train.Talks"),
          Map.entry("reflection by name", "train.LoadsByName"));

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("oncilla");

  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

  static Stream<String> ruleNames() {
    return new ArchitectureRules("oncilla").all().keySet().stream();
  }

  static Stream<String> brokenRuleNames() {
    return new TreeMap<>(BROKEN_BY).keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("ruleNames")
  void oncillaKeeps(String rule) {
    EvaluationResult result = new ArchitectureRules("oncilla").all().get(rule).evaluate(MAIN);

    assertFalse(result.hasViolation(), () -> result.getFailureReport().toString());
  }

  @ParameterizedTest
  @MethodSource("brokenRuleNames")
  void theFixtureBreaks(String rule) {
    EvaluationResult result = new ArchitectureRules(FIXTURE).all().get(rule).evaluate(BROKEN);

    String culprit = FIXTURE + "." + BROKEN_BY.get(rule);
    assertTrue(result.hasViolation(), "the rule found nothing");
    assertTrue(
        result.getFailureReport().toString().contains(culprit),
        () -> "does not name " + culprit + ": " + result.getFailureReport());
  }

  /** A package's rooms are held to the same as packages. */
  @Test
  void aCircleBetweenTwoRoomsOfOnePackageIsFound() {
    EvaluationResult result =
        new ArchitectureRules(FIXTURE).all().get("no cycles").evaluate(BROKEN);

    String report = result.getFailureReport().toString();
    assertTrue(report.contains(FIXTURE + ".data.reader.KnowsTheDemo"), report);
    assertTrue(report.contains(FIXTURE + ".data.demo.KnowsTheReader"), report);
  }

  /** The native BLAS is not a dependency yet, so that no class can break its rule. */
  @Test
  void everyOtherRuleIsSeenToFail() {
    TreeSet<String> unproven = new TreeSet<>(ruleNames().toList());
    unproven.removeAll(BROKEN_BY.keySet());

    assertEquals(Set.of("org.bytedeco"), unproven);
  }

  /** The rules are not too strict: arrows of every kind pass. */
  @ParameterizedTest
  @MethodSource("ruleNames")
  void allowedImportsPass(String rule) {
    JavaClasses allowed = BROKEN.that(have(simpleName("Allowed")));

    EvaluationResult result = new ArchitectureRules(FIXTURE).all().get(rule).evaluate(allowed);

    assertEquals(22, allowed.size());
    assertFalse(result.hasViolation(), () -> result.getFailureReport().toString());
  }

  @Test
  void theImportSawTheProgram() {
    assertTrue(MAIN.size() > 40, "only " + MAIN.size() + " classes were imported");
    assertFalse(MAIN.contain(ArchitectureTest.class));
    assertTrue(MAIN.contain("oncilla.backend.Ops"));
  }
}
