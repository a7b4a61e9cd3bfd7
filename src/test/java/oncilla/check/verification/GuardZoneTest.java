package oncilla.check.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
import oncilla.backend.Ops;
import oncilla.backend.TensorBlock;
import oncilla.check.References;
import oncilla.check.verification.OpChecker.Submission;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operation writes beside its output is found in the zones around it. */
class GuardZoneTest {
  static Stream<EveryBackend> backends() {
    return OpCheckerTest.backends();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aWriteOutsideIsFound(EveryBackend judged) {
    try (Backend backend = judged.open();
        Backend reference = References.open()) {
      for (int place : new int[] {-1, 35, 36}) {
        List<TensorBlock> blocks = new ArrayList<>();
        UnaryOperator<Ops> view =
            WrongOps.replacing(
                "activate",
                (ops, run, arguments) -> {
                  run.apply(arguments);
                  TensorBlock output = blocks.get(1);
                  double[] all = HostValues.download(output.all());
                  all[(int) output.layout().slots().get(1).offset() + place] = 0;
                  HostValues.upload(all, output.all());
                });
        OpResult result =
            new OpChecker(remembering(backend, blocks), reference, Surroundings.GUARDED)
                .check(WrongOps.find("activate", "relu 5 x 7"), Submission.IMMEDIATE, view);
        assertEquals(List.of("a: wrote outside, at element " + place), result.failures());
      }
    }
  }

  /** {@code backend}, with every block that its arenas allocate added to {@code blocks}. */
  private static Backend remembering(Backend backend, List<TensorBlock> blocks) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(backend, arguments);
              return result instanceof Arena arena ? remembering(arena, blocks) : result;
            });
  }

  private static Arena remembering(Arena arena, List<TensorBlock> blocks) {
    return (Arena)
        Proxy.newProxyInstance(
            Arena.class.getClassLoader(),
            new Class<?>[] {Arena.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(arena, arguments);
              if (result instanceof TensorBlock block) {
                blocks.add(block);
              }
              return result;
            });
  }
}
