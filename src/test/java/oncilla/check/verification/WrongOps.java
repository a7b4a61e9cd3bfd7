package oncilla.check.verification;

import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import oncilla.backend.Ops;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;

/** Operations that are wrong on purpose, and the cases to find them with. */
final class WrongOps {
  private WrongOps() {}

  /** What an operation does instead of what it should. */
  @FunctionalInterface
  interface Wrong {
    void call(Ops ops, UnaryOperator<Object[]> run, Object[] arguments);
  }

  static OpCase find(String op, String label) {
    return OpCases.all().stream()
        .filter(one -> one.op().equals(op) && one.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  /** A view on which the operation {@code name} is replaced. */
  static UnaryOperator<Ops> replacing(String name, Wrong wrong) {
    return ops ->
        (Ops)
            Proxy.newProxyInstance(
                Ops.class.getClassLoader(),
                new Class<?>[] {Ops.class},
                (proxy, method, arguments) -> {
                  if (!method.getName().equals(name)) {
                    return method.invoke(ops, arguments);
                  }
                  wrong.call(
                      ops,
                      changed -> {
                        try {
                          method.invoke(ops, changed);
                        } catch (ReflectiveOperationException e) {
                          throw new AssertionError(e);
                        }
                        return changed;
                      },
                      arguments);
                  return null;
                });
  }
}
