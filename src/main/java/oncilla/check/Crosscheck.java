package oncilla.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import oncilla.backend.Backend;
import oncilla.backend.verification.UnverifiedException;
import oncilla.check.StepComparison.BlockDifference;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.verification.OpChecker;
import oncilla.check.verification.OpResult;
import oncilla.check.verification.Surroundings;
import oncilla.nn.Parameters;

/** Compares a backend with the reference, operation by operation and over a few training steps. */
public final class Crosscheck {
  private final Backend reference;

  /** Compares with {@code reference}, which computes in fp64 and stays open. */
  public Crosscheck(Backend reference) {
    this.reference = reference;
  }

  /**
   * Runs every case of {@link OpCases} on {@code backend} and on the reference.
   *
   * @param target name of the backend in the rows
   * @return a row for each operation
   */
  public List<CheckRow> operations(String target, Backend backend) {
    return operations(target, backend, OpCases.all(), operation -> {});
  }

  /**
   * Runs {@code cases}.
   *
   * @param progress told the name of each operation before its first case
   */
  public List<CheckRow> operations(
      String target, Backend backend, List<OpCase> cases, Consumer<String> progress) {
    OpChecker checker = new OpChecker(backend, reference, Surroundings.GUARDED);
    Map<String, List<OpResult>> byOperation = new LinkedHashMap<>();
    for (OpCase one : cases) {
      if (!byOperation.containsKey(one.op())) {
        progress.accept(one.op());
      }
      byOperation.computeIfAbsent(one.op(), op -> new ArrayList<>()).add(check(checker, one));
    }
    List<CheckRow> rows = new ArrayList<>();
    byOperation.forEach((op, results) -> rows.add(row(target, op, results)));
    return rows;
  }

  /** An operation that the backend refuses, as it has no kernel that is right, does not hold. */
  private static OpResult check(OpChecker checker, OpCase one) {
    try {
      return checker.check(one);
    } catch (UnverifiedException refusal) {
      return new OpResult(
          one.op(),
          one.label(),
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NaN,
          List.of(refusal.reason()));
    }
  }

  private static CheckRow row(String target, String op, List<OpResult> results) {
    OpResult nearest = results.get(0);
    List<String> failures = new ArrayList<>();
    for (OpResult result : results) {
      if (result.share() > nearest.share()) {
        nearest = result;
      }
      result.failures().forEach(failure -> failures.add(result.label() + ": " + failure));
    }
    double bound = nearest.share() > 0 ? nearest.errorAtShare() / nearest.share() : 0;
    return new CheckRow(
        target, op, results.size(), nearest.errorAtShare(), bound, nearest.share(), failures);
  }

  /**
   * Computes the parameters of the reference after each of {@code steps} steps of {@code training}.
   */
  public List<Parameters> referenceSteps(TrainingCase training, int steps) {
    return new StepComparison(training, steps).reference(reference);
  }

  /**
   * Runs training steps on {@code backend} and compares the parameters after each.
   *
   * @param target name of the backend in the rows
   * @param expected what {@link #referenceSteps} computed
   * @return a row for each parameter block
   */
  public List<CheckRow> steps(
      String target, Backend backend, TrainingCase training, List<Parameters> expected) {
    Map<String, List<BlockDifference>> byBlock = new LinkedHashMap<>();
    for (BlockDifference result :
        new StepComparison(training, expected.size()).compare(backend, expected)) {
      byBlock.computeIfAbsent(result.block(), block -> new ArrayList<>()).add(result);
    }
    List<CheckRow> rows = new ArrayList<>();
    byBlock.forEach((block, results) -> rows.add(row(target, results)));
    return rows;
  }

  private static CheckRow row(String target, List<BlockDifference> results) {
    BlockDifference nearest = results.get(0);
    List<String> failures = new ArrayList<>();
    for (BlockDifference result : results) {
      if (!(result.error() / result.bound() <= nearest.error() / nearest.bound())) {
        nearest = result;
      }
      if (!result.holds()) {
        failures.add(
            "after step %d: error %.3g, bound %.3g"
                .formatted(result.step(), result.error(), result.bound()));
      }
    }
    return new CheckRow(
        target,
        results.size() + " steps: " + nearest.block(),
        results.size(),
        nearest.error(),
        nearest.bound(),
        nearest.error() / nearest.bound(),
        failures);
  }
}
