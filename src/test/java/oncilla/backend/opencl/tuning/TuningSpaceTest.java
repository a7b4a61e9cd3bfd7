package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.FakeMatmul;
import oncilla.backend.opencl.matmul.MatmulFamilies;
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.OperandLayout;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be tried on a device, and what may not. */
class TuningSpaceTest {
  private static final DeviceLimits CPU = new DeviceLimits(TestDevices.cpu(0), Precision.FP32);
  private static final DeviceLimits GPU = new DeviceLimits(TestDevices.gpu(0), Precision.FP32);

  private static final MatmulTable.Key KEY = new MatmulTable.Key(MatmulForm.NN, ShapeClass.SMALL);

  private static Optional<String> misfit(MatmulVariant variant, DeviceLimits limits) {
    return variant.family().misfit(variant, limits);
  }

  @Test
  void vectorsAreNotWiderThanTheDevices() {
    assertEquals(Optional.empty(), misfit(new DirectMatmul(4, 4, 4, 16), CPU));
    assertEquals(
        Optional.of("needs 16 elements in a vector, the device has 8"),
        misfit(
            new DirectMatmul(4, 4, 4, 16), new DeviceLimits(TestDevices.cpu(0), Precision.FP64)));
  }

  @Test
  void groupsAndLocalMemoryFitTheDevice() {
    assertEquals(Optional.empty(), misfit(new TiledMatmul(64, 64, 16, 4, 4, 1, 1), GPU));
    assertEquals(
        Optional.of("needs 1024 bytes of sums in the registers of an item, the device has 512"),
        misfit(new TiledMatmul(128, 128, 16, 16, 16, 1, 1), GPU));
    assertEquals(
        Optional.of("needs 4096 work items in a group, the device has 1024"),
        misfit(new TiledMatmul(256, 256, 64, 4, 4, 1, 1), GPU));
    // Two times 32 x (256 + 128) words of 4 bytes.
    assertEquals(
        Optional.of("needs 98304 bytes of local memory, the device has 49152"),
        misfit(new TiledMatmul(256, 128, 32, 16, 8, 1, 1), GPU));
    assertEquals(Optional.empty(), misfit(new TiledMatmul(256, 128, 16, 16, 8, 1, 1), GPU));
    assertEquals(
        Optional.of("needs 98304 bytes of local memory, the device has 49152"),
        misfit(
            new TiledMatmul(256, 128, 16, 8, 8, 1, 1),
            new DeviceLimits(TestDevices.gpu(0), Precision.FP64)));
  }

  @Test
  void namesAndValuesAreThoseOfTheFamily() {
    MatmulFamily<?> direct = MatmulFamilies.named("direct").orElseThrow();
    Map<String, Integer> values =
        Map.of("block_m", 3, "block_n", 2, "column_vectors", 1, "vector_width", 4);
    assertEquals(new DirectMatmul(3, 2, 1, 4), direct.create(values));
    assertEquals(values, new DirectMatmul(3, 2, 1, 4).values());
    assertEquals(
        "the parameters of direct are [block_m, block_n, column_vectors, vector_width], not"
            + " [block_m]",
        assertThrows(IllegalArgumentException.class, () -> direct.create(Map.of("block_m", 1)))
            .getMessage());
    assertEquals(
        "block_n must be at least 1, not 0",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    direct.create(
                        Map.of("block_m", 3, "block_n", 0, "column_vectors", 1, "vector_width", 4)))
            .getMessage());
    assertEquals(Optional.empty(), MatmulFamilies.named("strassen"));
  }

  @Test
  void anItemsBlockDividesTheTile() {
    MatmulFamily<?> tiled = MatmulFamilies.named("tiled").orElseThrow();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            tiled.create(
                Map.of(
                    "tile_m",
                    16,
                    "tile_n",
                    16,
                    "tile_k",
                    8,
                    "work_m",
                    3,
                    "work_n",
                    4,
                    "target_groups",
                    1,
                    "fewest_tiles",
                    1)));
  }

  @Test
  void neighboursDifferInOneValueAndFit() {
    TiledMatmul middle = new TiledMatmul(64, 64, 16, 8, 4, 132, 4);
    List<MatmulVariant> found = new TuningSpace<>(middle.family(), KEY, GPU).neighbours(middle);
    assertTrue(found.contains(new TiledMatmul(32, 64, 16, 8, 4, 132, 4)));
    assertTrue(found.contains(new TiledMatmul(64, 64, 8, 8, 4, 132, 4)));
    assertTrue(found.contains(new TiledMatmul(64, 64, 16, 8, 4, 264, 4)));
    assertTrue(found.contains(new TiledMatmul(64, 64, 16, 4, 4, 132, 4)));
    found.forEach(each -> assertEquals(Optional.empty(), misfit(each, GPU)));
    assertEquals(found.size(), new HashSet<>(found).size());
    assertFalse(found.contains(middle));
  }

  @Test
  void aValueOutsideTheDeclaredOnesHasNeighboursToo() {
    List<MatmulVariant> found =
        new TuningSpace<>(DirectMatmul.FAMILY, KEY, CPU).neighbours(new DirectMatmul(5, 1, 1, 4));
    assertTrue(
        found.containsAll(List.of(new DirectMatmul(4, 1, 1, 4), new DirectMatmul(6, 1, 1, 4))));
  }

  @Test
  void drawsFitAndAreNewAndDependOnTheSeedAlone() {
    TuningSpace<?> tiled = new TuningSpace<>(TiledMatmul.FAMILY, KEY, GPU);
    Set<MatmulVariant> known = new HashSet<>();
    Random random = new Random(1);
    Random again = new Random(1);
    for (int i = 0; i < 50; i++) {
      MatmulVariant drawn = tiled.draw(random, known).orElseThrow();
      assertEquals(drawn, tiled.draw(again, known).orElseThrow());
      assertEquals(Optional.empty(), misfit(drawn, GPU));
      assertTrue(known.add(drawn));
    }
  }

  @Test
  void whatIsNotExactEnoughIsNotProposed() {
    for (MatmulPrecision asked : MatmulPrecision.values()) {
      MatmulTable.Key key =
          new MatmulTable.Key(MatmulForm.NN, ShapeClass.SMALL, asked, OperandLayout.ROW_MAJOR);
      for (MatmulPrecision has : MatmulPrecision.values()) {
        TuningSpace<?> space = new TuningSpace<>(FakeMatmul.family(has), key, GPU);
        boolean exactEnough = has.ordinal() <= asked.ordinal();
        FakeMatmul variant = FakeMatmul.of(has);
        assertEquals(exactEnough, space.misfit(variant).isEmpty());
        assertEquals(exactEnough, space.draw(new Random(1), Set.of()).isPresent());
        assertEquals(exactEnough ? 1 : 0, space.neighbours(variant).size());
      }
    }
  }

  @Test
  void anExhaustedSpaceDrawsNothing() {
    TuningSpace<?> one =
        new TuningSpace<>(
            new MatmulFamily<>(
                "one",
                DirectMatmul.class,
                List.of(
                    MatmulFamily.Parameter.ofKernel("block_m", "BLOCK_M", DirectMatmul::blockM, 2)),
                values -> new DirectMatmul(values[0], 1, 1, 4),
                List.of(),
                limits -> true),
            KEY,
            CPU);
    assertEquals(Optional.of(new DirectMatmul(2, 1, 1, 4)), one.draw(new Random(1), Set.of()));
    assertEquals(Optional.empty(), one.draw(new Random(1), Set.of(new DirectMatmul(2, 1, 1, 4))));
  }

  @ParameterizedTest
  @EnumSource
  void everyDefaultIsInASpaceThatSuitsItsDevice(Precision precision) {
    for (ClDevice device : List.of(TestDevices.cpu(0), TestDevices.gpu(0))) {
      DeviceLimits limits = new DeviceLimits(device, precision);
      KernelParameters.forDevice(device, precision)
          .matmul()
          .variants()
          .values()
          .forEach(
              variant -> {
                assertTrue(variant.family().suits(limits), variant.toString());
                assertEquals(Optional.empty(), misfit(variant, limits));
                assertEquals(variant, variant.family().create(variant.values()));
              });
    }
  }

  @Test
  void everyClassIsTimedAtItsOwnExtents() {
    for (ShapeClass shape : ShapeClass.values()) {
      for (ClDevice.Type type : ClDevice.Type.values()) {
        assertFalse(TuningTask.extents(shape, type).isEmpty());
        TuningTask.extents(shape, type).forEach(dims -> assertEquals(shape, ShapeClass.of(dims)));
      }
    }
  }
}
