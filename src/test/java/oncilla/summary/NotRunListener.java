package oncilla.summary;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints, at the end of each test plan (a class, where the build spreads classes over several JVMs;
 * else the whole execution), the tests that were skipped or whose assumptions did not hold. Prints
 * nothing where every test ran. The execution is named after the tags that all its tests have in
 * common ({@code oclgrind}, {@code jar}), since the build selects by tag.
 */
public final class NotRunListener implements TestExecutionListener {
  private final PrintStream out;
  private NotRun notRun = new NotRun();
  private TestPlan plan;

  /** The listener that the launcher makes: it prints to standard output. */
  public NotRunListener() {
    this(System.out);
  }

  NotRunListener(PrintStream out) {
    this.out = out;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
    notRun = new NotRun();
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    note(identifier, reason);
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      note(
          identifier,
          result.getThrowable().map(Throwable::getMessage).orElse("aborted without a reason"));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    String summary = notRun.summary(executionName(testPlan));
    if (!summary.isEmpty()) {
      out.print(summary);
      out.flush();
    }
  }

  /** A container that did not run stands for its tests, or for itself where they are not known. */
  private void note(TestIdentifier identifier, String reason) {
    if (identifier.isTest()) {
      notRun.add(name(identifier), reason, 1);
      return;
    }
    Set<TestIdentifier> tests =
        plan.getDescendants(identifier).stream()
            .filter(TestIdentifier::isTest)
            .collect(Collectors.toSet());
    if (tests.isEmpty()) {
      notRun.add(name(identifier), reason, 1);
    } else {
      tests.stream()
          .map(NotRunListener::name)
          .sorted()
          .forEach(test -> notRun.add(test, reason, 1));
    }
  }

  private static String name(TestIdentifier identifier) {
    Optional<TestSource> source = identifier.getSource();
    if (source.orElse(null) instanceof MethodSource method) {
      return simpleName(method.getClassName()) + "." + method.getMethodName();
    }
    if (source.orElse(null) instanceof ClassSource type) {
      return simpleName(type.getClassName());
    }
    return identifier.getDisplayName();
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static String executionName(TestPlan testPlan) {
    List<Set<String>> tags =
        testPlan.getRoots().stream()
            .flatMap(root -> testPlan.getDescendants(root).stream())
            .filter(TestIdentifier::isTest)
            .map(NotRunListener::tags)
            .toList();
    Set<String> common = new TreeSet<>(tags.isEmpty() ? Set.of() : tags.get(0));
    tags.forEach(common::retainAll);
    return common.isEmpty() ? "the default tests" : "the tests tagged " + String.join(", ", common);
  }

  private static Set<String> tags(TestIdentifier identifier) {
    return identifier.getTags().stream().map(TestTag::getName).collect(Collectors.toSet());
  }
}
