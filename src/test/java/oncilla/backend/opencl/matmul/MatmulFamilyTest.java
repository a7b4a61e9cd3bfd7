package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a family declares is what its kernel file and its variants have. */
class MatmulFamilyTest {
  static List<MatmulFamily<?>> families() {
    return MatmulFamilies.all();
  }

  @Test
  void macrosAreThoseOfTheParametersThatTheKernelHas() {
    assertEquals(
        Map.of("BLOCK_M", 3, "BLOCK_N", 2, "COLUMN_VECTORS", 1, "VW", 4),
        new DirectMatmul(3, 2, 1, 4).macros());
    assertEquals(
        Map.of("STRIP", 8, "COLUMN_VECTORS", 3, "VW", 4, "BLOCK_M", 16, "BLOCK_K", 7),
        new PackedMatmul(8, 3, 4, 16, 7).macros());
    assertEquals(
        Map.of("TILE_M", 128, "TILE_N", 64, "TILE_K", 32, "WORK_M", 16, "WORK_N", 8),
        new TiledMatmul(128, 64, 32, 16, 8, 132, 5).macros());
  }

  @Test
  void theDescriptionNamesEveryParameter() {
    assertEquals(
        "tiled fewest_tiles=5 target_groups=132 tile_k=32 tile_m=128 tile_n=64 work_m=16 work_n=8",
        new TiledMatmul(128, 64, 32, 16, 8, 132, 5).description());
  }

  /** Each parameter has another value, so that the constructor's order shows. */
  @Test
  void valuesMakeTheSameVariantAgain() {
    for (MatmulVariant variant :
        List.of(
            new DirectMatmul(3, 2, 1, 4),
            new PackedMatmul(8, 3, 4, 16, 7),
            new TiledMatmul(128, 64, 32, 16, 8, 132, 5))) {
      Map<String, Integer> values = variant.values();
      assertEquals(values.size(), Set.copyOf(values.values()).size(), values.toString());
      assertEquals(variant, variant.family().create(values));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void theKernelFileUsesEveryMacroAndNamesAreUnique(MatmulFamily<?> family) throws IOException {
    String text = kernelFile(family.file());
    assertTrue(text.contains("void " + family.kernel() + "("), family.kernel());
    Set<String> names = new HashSet<>();
    Set<String> macros = new HashSet<>();
    for (MatmulFamily.Parameter<?> parameter : family.parameters()) {
      assertTrue(names.add(parameter.name()), parameter.name());
      parameter
          .macro()
          .ifPresent(
              macro -> {
                assertTrue(macros.add(macro), macro);
                assertTrue(text.matches("(?s).*\\b" + macro + "\\b.*"), macro);
              });
      assertEquals(
          parameter.values().stream().sorted().distinct().toList(),
          parameter.values(),
          parameter.name());
    }
    assertSame(family, MatmulFamilies.named(family.name()).orElseThrow());
    assertEquals(
        1, families().stream().filter(other -> other.name().equals(family.name())).count());
  }

  /** The middle values of every parameter make a variant of that family and of no other. */
  @ParameterizedTest
  @MethodSource("families")
  void variantsBelongToTheirFamily(MatmulFamily<?> family) {
    Map<String, Integer> values =
        family.parameters().stream()
            .collect(
                Collectors.toMap(
                    MatmulFamily.Parameter::name,
                    parameter -> parameter.values().get(parameter.values().size() / 2),
                    (one, other) -> one,
                    TreeMap::new));
    MatmulVariant variant = family.create(values);
    assertSame(family, variant.family());
    assertTrue(family.holds(variant));
    assertEquals(
        1, families().stream().filter(other -> other.holds(variant)).count(), variant.toString());
    assertEquals(values, variant.values());
  }

  private static String kernelFile(String name) throws IOException {
    try (InputStream stream = MatmulFamilyTest.class.getResourceAsStream("/kernels/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
