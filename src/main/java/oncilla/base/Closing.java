package oncilla.base;

import java.util.Collection;

/** Closes many things: all of them, even if one fails. */
public final class Closing {
  private Closing() {}

  /**
   * Closes {@code resources} in their order; the first failure is thrown at the end.
   *
   * @throws RuntimeException the first failure, with the others suppressed; a checked one as {@link
   *     IllegalStateException}, an {@link Error} as it is
   */
  public static void all(Collection<? extends AutoCloseable> resources) {
    Throwable first = null;
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (RuntimeException | Error failure) {
        first = combine(first, failure);
      } catch (Exception failure) {
        first = combine(first, new IllegalStateException(failure));
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw (RuntimeException) first;
    }
  }

  /**
   * Closes {@code resources} in their order because of {@code failure}, which the caller throws
   * again. What fails while closing is added to it as suppressed.
   *
   * @param failure why the resources are of no use any more
   */
  public static void after(Throwable failure, AutoCloseable... resources) {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Throwable consequence) {
        combine(failure, consequence);
      }
    }
  }

  /** The first, with the next suppressed; nothing can suppress itself. */
  private static Throwable combine(Throwable first, Throwable next) {
    if (first == null) {
      return next;
    }
    if (first != next) {
      first.addSuppressed(next);
    }
    return first;
  }
}
