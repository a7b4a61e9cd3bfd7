package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import oncilla.backend.Backend;
import oncilla.backend.Ops;
import oncilla.backend.opencl.ConfigurationCases;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.check.References;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.verification.OpChecker;
import oncilla.check.verification.OpChecker.Submission;
import oncilla.check.verification.OpResult;
import oncilla.check.verification.Surroundings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of the table on OpenCL, through both bindings, in both precisions, with every variant;
 * but for the variants of one binding and the cases of one variant that {@link
 * OpenClConfiguration#eachVariantOnce} and {@link ConfigurationCases} leave out as the same again.
 */
class OpParityTest {
  static List<ConfigurationCases> configurations() {
    return ConfigurationCases.of(OpenClConfiguration.eachVariantOnce());
  }

  static List<OpenClConfiguration> defaults() {
    return OpenClConfiguration.defaults();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void everyCaseMatchesTheReference(ConfigurationCases one) {
    check(
        one.configuration(),
        one.among(OpCases.all()),
        Submission.IMMEDIATE,
        UnaryOperator.identity());
  }

  static List<OpenClConfiguration> forLargeCases() {
    return OpenClConfiguration.forLargeCases();
  }

  /** Products only: nothing else differs, and small ones would be one block that is mostly edge. */
  @ParameterizedTest
  @MethodSource("forLargeCases")
  void largeProductsMatchTheReference(OpenClConfiguration configuration) {
    List<OpCase> products =
        OpCases.all().stream()
            .filter(one -> one.op().equals("matmul") || one.op().startsWith("dense"))
            .filter(one -> one.largestExtent() > 64)
            .toList();
    assertTrue(products.size() > 40);
    check(configuration, products, Submission.IMMEDIATE, UnaryOperator.identity());
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void recordedMatchesTheReference(OpenClConfiguration configuration) {
    check(configuration, OpCases.all(), Submission.RECORDED, UnaryOperator.identity());
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void compositesRunAsPrimitivesMatchTheReference(OpenClConfiguration configuration) {
    Set<String> names = ConfigurationCases.composites();
    List<OpCase> composites =
        OpCases.all().stream().filter(one -> names.contains(one.op())).toList();
    assertEquals(names, composites.stream().map(OpCase::op).collect(Collectors.toSet()));
    check(configuration, composites, Submission.IMMEDIATE, OpParityTest::primitivesOnly);
  }

  private static void check(
      OpenClConfiguration configuration,
      List<OpCase> cases,
      Submission submission,
      UnaryOperator<Ops> view) {
    try (Backend backend = configuration.open();
        Backend reference = References.open()) {
      OpChecker checker = new OpChecker(backend, reference, Surroundings.GUARDED);
      List<String> failures = new ArrayList<>();
      for (OpCase one : cases) {
        OpResult result = checker.check(one, submission, view);
        for (String failure : result.failures()) {
          failures.add(one + ": " + failure);
        }
      }
      assertEquals(List.of(), failures);
    }
  }

  /** A view of {@code ops} on which composites run their default body over the primitives. */
  private static Ops primitivesOnly(Ops ops) {
    InvocationHandler handler =
        (Object proxy, Method method, Object[] arguments) ->
            method.isDefault()
                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                : method.invoke(ops, arguments);
    return (Ops)
        Proxy.newProxyInstance(Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, handler);
  }
}
