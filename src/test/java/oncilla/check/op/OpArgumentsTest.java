package oncilla.check.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.check.References;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operand of every small case with one extent too many, of another type, or of another
 * backend: each must be refused when the operation is called, with a message that names the
 * operation.
 */
class OpArgumentsTest {
  /** Opens a backend. */
  interface Opening {
    Backend open();
  }

  static Stream<Opening> backends() {
    return Stream.concat(
        Stream.of(References::open),
        OpenClConfiguration.defaults().stream().map(configuration -> configuration::open));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void wrongOperandsAreRefused(Opening opening) {
    List<String> accepted = new ArrayList<>();
    int tried = 0;
    try (Backend backend = opening.open();
        Backend foreign = References.open();
        Arena arena = backend.newArena();
        Arena foreignArena = foreign.newArena()) {
      for (OpCase one : OpCases.upTo(40)) {
        for (Operand operand : one.operands()) {
          for (Map.Entry<String, Tensor> wrong : wrongs(operand, arena, foreignArena).entrySet()) {
            tried++;
            if (!refused(one, operand, wrong.getValue(), arena, backend)) {
              accepted.add(one + ": " + operand.name() + " " + wrong.getKey());
            }
          }
        }
      }
    }
    assertEquals(List.of(), accepted);
    assertTrue(tried > 500, "only " + tried + " wrong operands were tried");
  }

  private static Map<String, Tensor> wrongs(Operand operand, Arena arena, Arena foreign) {
    Map<String, Tensor> wrongs = new LinkedHashMap<>();
    Shape shape = operand.shape();
    if (!operand.flexibleRows()) {
      wrongs.put(
          "with a row more",
          arena.allocate(operand.type(), Shape.of(shape.rows() + 1, shape.columns())));
    }
    if (!operand.flexibleColumns()) {
      wrongs.put(
          "with a column more",
          arena.allocate(operand.type(), Shape.of(shape.rows(), shape.columns() + 1)));
    }
    ElementType other = operand.type() == ElementType.I64 ? ElementType.I32 : ElementType.I64;
    wrongs.put("of type " + other, arena.allocate(other, shape));
    wrongs.put("of another backend", foreign.allocate(operand.type(), shape));
    return wrongs;
  }

  private static boolean refused(
      OpCase one, Operand wrong, Tensor replacement, Arena arena, Backend backend) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Operand operand : one.operands()) {
      tensors.putAll(operand.allocate(arena));
    }
    tensors.put(wrong.name(), replacement);
    try {
      one.body().run(backend.ops(), new Tensors(tensors));
      return false;
    } catch (IllegalArgumentException expected) {
      assertTrue(
          expected.getMessage().matches("(?s)[a-zA-Z0-9]+( [NT]{2})?: .*"), expected.getMessage());
      return true;
    }
  }
}
