package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClDriversTest {
  @Test
  void findsBothBindings() {
    assertEquals(List.of("jocl", "lwjgl"), ClDrivers.all().stream().map(ClDriver::name).toList());
    assertEquals("lwjgl", ClDrivers.named("lwjgl").name());
  }

  @Test
  void namesTheBindingsThereAre() {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> ClDrivers.named("x"));
    assertEquals("there is no binding 'x' (jocl, lwjgl)", failure.getMessage());
  }
}
