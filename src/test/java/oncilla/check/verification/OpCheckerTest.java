package oncilla.check.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oncilla.backend.Activation;
import oncilla.backend.Backend;
import oncilla.backend.Dropout;
import oncilla.backend.EveryBackend;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.check.References;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.op.Operand;
import oncilla.check.op.Tolerance;
import oncilla.check.verification.OpChecker.Submission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker can fail: operations that are wrong on purpose are found, and it says where. */
class OpCheckerTest {
  private static final Pattern ELEMENT =
      Pattern.compile("; \\[(\\d+), (\\d+)] is (\\S+), expected (\\S+), allowed (\\S+?)(?=;|$)");

  static Stream<EveryBackend> backends() {
    return EveryBackend.all().filter(every -> !every.name().contains("lwjgl"));
  }

  /** A backend with the reference and a checker between them. */
  private record Bench(Backend backend, Backend reference) implements AutoCloseable {
    static Bench open(EveryBackend judged) {
      return new Bench(judged.open(), References.open());
    }

    OpResult check(OpCase one, UnaryOperator<Ops> view) {
      return new OpChecker(backend, reference, Surroundings.GUARDED)
          .check(one, Submission.IMMEDIATE, view);
    }

    @Override
    public void close() {
      backend.close();
      reference.close();
    }
  }

  private static OpResult judge(EveryBackend judged, OpCase one, UnaryOperator<Ops> view) {
    try (Bench bench = Bench.open(judged)) {
      return bench.check(one, view);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aFactorWrongByOnePartInTenThousandIsFound(EveryBackend judged) {
    UnaryOperator<Ops> view =
        WrongOps.replacing(
            "matmul",
            (ops, run, arguments) -> {
              Object[] scaled = arguments.clone();
              scaled[1] = (double) arguments[1] * 1.0001;
              run.apply(scaled);
            });
    try (Bench bench = Bench.open(judged)) {
      for (String label : List.of("NN 7x39x37", "NT 33x31x40", "TN 4x32x17")) {
        OpResult result = bench.check(WrongOps.find("matmul", label), view);
        assertFalse(result.holds(), label);
        assertTrue(result.share() > 1, label);
        assertEquals(1, result.failures().size(), label);
        requireThreeElements(result.failures().get(0));
      }
    }
  }

  private static void requireThreeElements(String failure) {
    assertTrue(failure.matches("c: \\d+ of \\d+ elements differ; .*"), failure);
    Matcher element = ELEMENT.matcher(failure);
    int shown = 0;
    while (element.find()) {
      shown++;
      double found = Double.parseDouble(element.group(3));
      double expected = Double.parseDouble(element.group(4));
      double allowed = Double.parseDouble(element.group(5));
      assertEquals(1.0001, found / expected, 2e-5, failure);
      assertTrue(Math.abs(found - expected) > allowed && allowed > 0, failure);
    }
    assertEquals(3, shown, failure);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void anElementThatIsNotWrittenIsFound(EveryBackend judged) {
    OpCase one = WrongOps.find("activate", "relu 5 x 7");
    UnaryOperator<Ops> view =
        WrongOps.replacing(
            "activate",
            (ops, run, arguments) -> {
              Tensor output = (Tensor) arguments[2];
              double[] before = HostValues.download(output);
              run.apply(arguments);
              double[] after = HostValues.download(output);
              after[34] = before[34];
              HostValues.upload(after, output);
            });
    OpResult result = judge(judged, one, view);
    double last = Math.max(0, one.operand("z").values()[34]);
    assertEquals(1, result.failures().size());
    Matcher element = ELEMENT.matcher(result.failures().get(0));
    assertTrue(result.failures().get(0).startsWith("a: 1 of 35 elements differ"));
    assertTrue(element.find());
    assertEquals("4 6 NaN", element.group(1) + " " + element.group(2) + " " + element.group(3));
    assertEquals(last, Double.parseDouble(element.group(4)), 1e-6);
    assertEquals("0.00", element.group(5));
    assertTrue(Double.isNaN(result.largestError()));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aModifiedInputIsFound(EveryBackend judged) {
    UnaryOperator<Ops> view =
        WrongOps.replacing(
            "activate",
            (ops, run, arguments) -> {
              run.apply(arguments);
              Tensor input = (Tensor) arguments[1];
              double[] values = HostValues.download(input);
              values[8] = 77;
              HostValues.upload(values, input);
            });
    OpResult result = judge(judged, WrongOps.find("activate", "relu 5 x 7"), view);
    assertEquals(1, result.failures().size());
    String failure = result.failures().get(0);
    assertTrue(failure.startsWith("z: 1 of 35 elements differ; [1, 1] is 77.0, exp"), failure);
    assertTrue(failure.endsWith("allowed 0.00"), failure);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aWrongBitOfAMaskAndAWrongCounterAreFound(EveryBackend judged) {
    UnaryOperator<Ops> flipped =
        WrongOps.replacing(
            "drawMask",
            (ops, run, arguments) -> {
              run.apply(arguments);
              Tensor mask = ((Dropout) arguments[0]).mask();
              double[] bits = HostValues.download(mask);
              bits[0] = 1 - bits[0];
              HostValues.upload(bits, mask);
            });
    UnaryOperator<Ops> tooFar =
        WrongOps.replacing(
            "advance",
            (ops, run, arguments) -> {
              run.apply(arguments);
              run.apply(arguments);
            });
    OpCase mask = WrongOps.find("drawMask", "5 x 7 seed 3 layer 1 row 0 step 0");
    try (Bench bench = Bench.open(judged)) {
      List<String> failures = bench.check(mask, flipped).failures();
      assertEquals(1, failures.size());
      assertTrue(failures.get(0).startsWith("mask: 1 of 35 elements differ; [0, 0] is "));
      assertEquals(
          List.of(
              "counters: 2 of 4 elements differ; [0, 0] is 7.0, expected 6.0, allowed 0.00; [0, 1] is"
                  + " 9.0, expected 8.0, allowed 0.00"),
          bench.check(WrongOps.find("advance", "full batch"), tooFar).failures());
    }
  }

  /** Only those cases hold in which the right thing to do is nothing. */
  @Test
  void noCaseOfTheTableHoldsIfNothingIsDone() {
    List<String> held = new ArrayList<>();
    Ops nothing =
        (Ops)
            Proxy.newProxyInstance(
                Ops.class.getClassLoader(),
                new Class<?>[] {Ops.class},
                (proxy, method, arguments) -> null);
    try (Backend backend = EjmlBackend.reference(Precision.FP32);
        Backend reference = References.open()) {
      OpChecker checker = new OpChecker(backend, reference, Surroundings.GUARDED);
      for (OpCase one : OpCases.upTo(129)) {
        if (checker.check(one, Submission.IMMEDIATE, ops -> nothing).holds()) {
          held.add(one.toString());
        }
      }
    }
    assertEquals(
        List.of(
            "advance after a bad step",
            "update descent 5 x 7 after a bad step",
            "update momentum 0.9 5 x 7 after a bad step",
            "update nesterov 0.9 5 x 7 after a bad step",
            "update adam 0.9 0.999 1.0E-8 5 x 7 after a bad step",
            "update adamw 0.9 0.999 1.0E-8 0.01 5 x 7 after a bad step"),
        held);
  }

  /** Relative to infinity, everything would be near. */
  @Test
  void aFiniteResultInsteadOfAnInfiniteOneIsFound() {
    Shape shape = Shape.of(1, 2);
    OpCase one =
        new OpCase(
            "activate",
            "infinite",
            List.of(
                Operand.input("z", shape, new double[] {Double.POSITIVE_INFINITY, 1}),
                Operand.output("a", shape)),
            (ops, t) -> ops.activate(Activation.RELU, t.get("z"), t.get("a")),
            Map.of("a", Tolerance.relative(1, "for this test")),
            List.of(),
            0);
    UnaryOperator<Ops> finite =
        WrongOps.replacing(
            "activate",
            (ops, run, arguments) -> HostValues.upload(new double[] {5, 1}, (Tensor) arguments[2]));
    EveryBackend judged = EveryBackend.ejml(Precision.FP32);
    assertEquals(List.of(), judge(judged, one, UnaryOperator.identity()).failures());
    OpResult result = judge(judged, one, finite);
    assertEquals(
        List.of("a: 1 of 2 elements differ; [0, 0] is 5.0, expected Infinity, allowed Infinity"),
        result.failures());
    assertEquals(Double.POSITIVE_INFINITY, result.share());
  }

  @Test
  void aReferenceThatRoundsIsRefused() {
    try (Backend backend = References.open();
        Backend rounding = EjmlBackend.reference(Precision.FP32)) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> new OpChecker(backend, rounding, Surroundings.EXACT));
      assertEquals("the reference computes in fp64", refusal.getMessage());
    }
  }
}
