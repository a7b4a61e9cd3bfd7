package oncilla.backend.opencl;

import java.util.Collection;

/** Closes many things: all of them, even if one fails; the first failure is thrown at the end. */
final class Closing {
  private Closing() {}

  static void all(Collection<? extends AutoCloseable> resources) {
    RuntimeException first = null;
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (RuntimeException failure) {
        first = combine(first, failure);
      } catch (Exception failure) {
        first = combine(first, new IllegalStateException(failure));
      }
    }
    if (first != null) {
      throw DeviceCalls.translated(first);
    }
  }

  private static RuntimeException combine(RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }
}
