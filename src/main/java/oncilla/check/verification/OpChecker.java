package oncilla.check.verification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.check.op.OpCase;
import oncilla.check.op.Operand;
import oncilla.check.op.Tensors;
import oncilla.check.op.Tolerance;

/**
 * Runs a case on a backend and on the reference and compares the results. The reference gets the
 * inputs already rounded to the backend's precision, so only the arithmetic is compared.
 */
public final class OpChecker {
  private static final int WORST_SHOWN = 3;

  private final Backend backend;
  private final Backend reference;
  private final Surroundings surroundings;

  /** How the operation is submitted. */
  public enum Submission {
    /** Through {@link Backend#ops}. */
    IMMEDIATE,
    /** Recorded as a plan, then run. */
    RECORDED
  }

  /**
   * Compares {@code backend} with {@code reference}.
   *
   * @throws IllegalArgumentException if the reference is not fp64
   */
  public OpChecker(Backend backend, Backend reference, Surroundings surroundings) {
    if (reference.precision() != Precision.FP64) {
      throw new IllegalArgumentException("the reference computes in fp64");
    }
    this.backend = backend;
    this.reference = reference;
    this.surroundings = surroundings;
  }

  /** Checks one case, submitted at once. */
  public OpResult check(OpCase opCase) {
    return check(opCase, Submission.IMMEDIATE, UnaryOperator.identity());
  }

  /**
   * Checks one case.
   *
   * @param view what the operation is called on, made from the backend's operations; for example
   *     one that runs composites as their primitives
   */
  public OpResult check(OpCase opCase, Submission submission, UnaryOperator<Ops> view) {
    return check(opCase, submission, view, 1);
  }

  /**
   * Checks one case, which is run more than once.
   *
   * @param times how often; the result is that of the first time that fails, or of the last
   */
  public OpResult check(OpCase opCase, Submission submission, UnaryOperator<Ops> view, int times) {
    Map<String, double[]> expected = expected(opCase, OpChecker::unchanged);
    Map<String, double[]> bounds = new LinkedHashMap<>();
    for (Operand operand : opCase.operands()) {
      if (operand.role() != Operand.Role.SCRATCH) {
        bounds.put(operand.name(), bounds(opCase, operand, expected.get(operand.name())));
      }
    }
    OpResult result = null;
    for (int time = 0; time < times && (result == null || result.holds()); time++) {
      List<String> failures = new ArrayList<>();
      Map<String, double[]> actual = run(opCase, submission, view, failures);
      result = compare(opCase, expected, actual, bounds, failures);
    }
    return result;
  }

  private static OpResult compare(
      OpCase opCase,
      Map<String, double[]> expected,
      Map<String, double[]> actual,
      Map<String, double[]> allBounds,
      List<String> failures) {
    double largestError = 0;
    double largestShare = 0;
    double errorAtShare = 0;
    for (Operand operand : opCase.operands()) {
      if (operand.role() == Operand.Role.SCRATCH) {
        continue;
      }
      double[] wanted = expected.get(operand.name());
      double[] found = actual.get(operand.name());
      double[] bounds = allBounds.get(operand.name());
      List<Difference> differences = new ArrayList<>();
      for (int i = 0; i < wanted.length; i++) {
        if (Double.compare(wanted[i], found[i]) == 0 || wanted[i] == found[i]) {
          continue;
        }
        double error = Math.abs(wanted[i] - found[i]);
        double share = error / bounds[i];
        // An infinite result has an infinite bound relative to it, and must be met exactly.
        if (error <= bounds[i] && Double.isFinite(error)) {
          largestError = Math.max(largestError, error);
          if (share > largestShare) {
            largestShare = share;
            errorAtShare = error;
          }
        } else {
          differences.add(new Difference(i, wanted[i], found[i], error, bounds[i]));
        }
      }
      if (!differences.isEmpty()) {
        differences.sort(Comparator.comparingDouble(Difference::severity).reversed());
        Difference worst = differences.get(0);
        largestError =
            Double.isNaN(worst.error()) ? Double.NaN : Math.max(largestError, worst.error());
        if (worst.severity() > largestShare) {
          largestShare = worst.severity();
          errorAtShare = worst.error();
        }
        failures.add(describe(operand, differences, wanted.length));
      }
    }
    return new OpResult(
        opCase.op(), opCase.label(), largestError, largestShare, errorAtShare, failures);
  }

  private record Difference(int index, double wanted, double found, double error, double bound) {
    double severity() {
      return Double.isFinite(error) ? error / bound : Double.POSITIVE_INFINITY;
    }
  }

  private static String describe(Operand operand, List<Difference> differences, int size) {
    StringBuilder text = new StringBuilder();
    text.append(operand.name())
        .append(": ")
        .append(differences.size())
        .append(" of ")
        .append(size)
        .append(" elements differ");
    for (Difference worst : differences.subList(0, Math.min(WORST_SHOWN, differences.size()))) {
      long columns = operand.shape().columns();
      text.append(
          String.format(
              Locale.ROOT,
              "; [%d, %d] is %s, expected %s, allowed %.3g",
              worst.index() / columns,
              worst.index() % columns,
              worst.found(),
              worst.wanted(),
              worst.bound()));
    }
    return text.toString();
  }

  private double[] bounds(OpCase opCase, Operand operand, double[] wanted) {
    double[] bounds = new double[wanted.length];
    if (operand.type() != ElementType.REAL || !operand.written()) {
      return bounds;
    }
    Tolerance tolerance = opCase.tolerances().get(operand.name());
    double[] scale =
        tolerance
            .scale()
            .of(
                new Tolerance.ScaleContext() {
                  // A scale asks for them again with each element.
                  private final Map<String, double[]> inputs = new HashMap<>();

                  @Override
                  public double[] input(String name) {
                    return inputs.computeIfAbsent(name, it -> rounded(opCase.operand(it)));
                  }

                  @Override
                  public double[] reference() {
                    return wanted;
                  }

                  @Override
                  public double[] onMagnitudes() {
                    return expected(opCase, OpChecker::magnitudes).get(operand.name());
                  }
                });
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = tolerance.bound(backend.precision(), scale[i]);
    }
    return bounds;
  }

  private Map<String, double[]> run(
      OpCase opCase, Submission submission, UnaryOperator<Ops> view, List<String> failures) {
    try (Arena arena = backend.newArena()) {
      List<PlacedOperand> placed =
          opCase.operands().stream()
              .map(operand -> PlacedOperand.place(operand, surroundings, arena, backend))
              .toList();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      placed.forEach(one -> tensors.putAll(one.tensors()));
      if (submission == Submission.IMMEDIATE) {
        opCase.body().run(view.apply(backend.ops()), new Tensors(tensors));
      } else {
        try (Plan plan =
            backend.record(ops -> opCase.body().run(view.apply(ops), new Tensors(tensors)))) {
          plan.run();
          backend.synchronize();
        }
      }
      Map<String, double[]> results = new LinkedHashMap<>();
      for (PlacedOperand one : placed) {
        results.put(one.operand().name(), HostValues.download(one.tensor()));
        String broken = one.brokenGuard();
        if (!broken.isEmpty()) {
          failures.add(broken);
        }
      }
      return results;
    }
  }

  private Map<String, double[]> expected(OpCase opCase, UnaryOperator<double[]> change) {
    try (Arena arena = reference.newArena()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Operand operand : opCase.operands()) {
        tensors.putAll(operand.allocate(arena));
        if (operand.values() != null) {
          double[] values = rounded(operand);
          HostValues.upload(
              operand.type() == ElementType.REAL ? change.apply(values) : values,
              tensors.get(operand.name()));
        }
      }
      opCase.body().run(reference.ops(), new Tensors(tensors));
      Map<String, double[]> results = new LinkedHashMap<>();
      for (Operand operand : opCase.operands()) {
        results.put(operand.name(), HostValues.download(tensors.get(operand.name())));
      }
      return results;
    }
  }

  /** What the operand holds on the backend. */
  private double[] rounded(Operand operand) {
    return operand.type() == ElementType.REAL
        ? Arrays.stream(operand.values()).map(backend.precision()::round).toArray()
        : operand.values();
  }

  private static double[] unchanged(double[] values) {
    return values;
  }

  private static double[] magnitudes(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }
}
