package oncilla.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> closed = new ArrayList<>();

  private AutoCloseable failing(String name, Exception failure) {
    return () -> {
      closed.add(name);
      throw failure;
    };
  }

  private AutoCloseable working(String name) {
    return () -> closed.add(name);
  }

  @Test
  void allAreClosedAndTheFirstFailureIsThrown() {
    IllegalArgumentException first = new IllegalArgumentException("first");
    IOException second = new IOException("second");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () -> Closing.all(List.of(failing("a", first), failing("b", second), working("c"))));
    assertSame(first, thrown);
    assertSame(second, thrown.getSuppressed()[0].getCause());
    assertEquals(List.of("a", "b", "c"), closed);
  }

  private AutoCloseable failing(String name, Error failure) {
    return () -> {
      closed.add(name);
      throw failure;
    };
  }

  @Test
  void anErrorSkipsNothingAndHidesNothing() {
    OutOfMemoryError error = new OutOfMemoryError("for this test");
    IllegalArgumentException failure = new IllegalArgumentException("failure");
    assertSame(
        failure,
        assertThrows(
            IllegalArgumentException.class,
            () -> Closing.all(List.of(failing("a", failure), failing("b", error), working("c")))));
    assertArrayEquals(new Throwable[] {error}, failure.getSuppressed());
    assertEquals(List.of("a", "b", "c"), closed);
    assertSame(
        error,
        assertThrows(
            OutOfMemoryError.class, () -> Closing.all(List.of(failing("d", error), working("e")))));
    IllegalStateException why = new IllegalStateException("why");
    Closing.after(why, failing("f", error), working("g"), failing("h", why));
    assertArrayEquals(new Throwable[] {error}, why.getSuppressed());
    assertEquals(List.of("a", "b", "c", "d", "e", "f", "g", "h"), closed);
  }

  @Test
  void whatFailsAfterAFailureIsSuppressedInIt() {
    IllegalStateException failure = new IllegalStateException("why");
    IOException first = new IOException("first");
    IllegalArgumentException second = new IllegalArgumentException("second");
    Closing.after(failure, failing("a", first), working("b"), failing("c", second));
    assertArrayEquals(new Throwable[] {first, second}, failure.getSuppressed());
    assertEquals(List.of("a", "b", "c"), closed);
  }
}
