package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.MatmulDims;
import oncilla.backend.opencl.matmul.PackingPlan.Packing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockGridTest {
  private static final int STRIP = 12;
  private static final int PANEL = 32;
  private static final int VECTOR = 16;
  private static final int MOST_ROWS = 240;

  private static BlockGrid grid(long m, long n, int cores) {
    return grid(m, n, cores, Packing.IN_PLACE, Packing.IN_PLACE);
  }

  private static BlockGrid grid(long m, long n, int cores, Packing a, Packing b) {
    return BlockGrid.choose(
        new PackedMatmul(STRIP, PANEL / VECTOR, VECTOR, MOST_ROWS, 64),
        new MatmulDims(m, n, 64),
        cores,
        a,
        b);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "12, 32",
    "13, 33",
    "209, 20",
    "20, 12288",
    "512, 512",
    "1024, 1024",
    "2048, 2047",
    "7, 100000",
    "100000, 7",
    "241, 31"
  })
  void blocksCoverTheProductAndNoneIsEmpty(long m, long n) {
    for (int cores : new int[] {1, 2, 3, 64}) {
      BlockGrid grid = grid(m, n, cores);
      assertEquals(0, grid.blockRows() % STRIP);
      assertEquals(0, grid.blockColumns() % PANEL);
      assertTrue(grid.blockRows() <= MOST_ROWS, grid.toString());
      assertTrue(grid.rowGroups() * grid.blockRows() >= m, grid.toString());
      assertTrue((grid.rowGroups() - 1) * grid.blockRows() < m, grid.toString());
      assertTrue(grid.columnGroups() * grid.blockColumns() >= n, grid.toString());
      assertTrue((grid.columnGroups() - 1) * grid.blockColumns() < n, grid.toString());
    }
  }

  @Test
  void coresGetTheSameNumberOfBlocks() {
    for (long size : new long[] {512, 1024, 2048}) {
      BlockGrid grid = grid(size, size, 2);
      assertEquals(0, grid.rowGroups() * grid.columnGroups() % 2, grid.toString());
    }
    BlockGrid flat = grid(20, 12288, 4);
    assertEquals(1, flat.rowGroups());
    assertEquals(0, flat.columnGroups() % 4);
  }

  @Test
  void blocksAreHigherWhereTheirPanelsAreThereAlready() {
    assertEquals(2, grid(256, 512, 2).rowGroups());
    BlockGrid ahead = grid(256, 512, 2, Packing.PER_CALL, Packing.IN_PLACE);
    assertEquals(1, ahead.rowGroups());
    assertTrue(ahead.time() < grid(256, 512, 2).time(), ahead.toString());
    long rows = grid(100_000, 7, 1, Packing.PER_CALL, Packing.IN_PLACE).blockRows();
    assertTrue(rows > MOST_ROWS && rows <= 2 * MOST_ROWS, Long.toString(rows));
  }

  @Test
  void oneBlockIsEnoughForOneRegisterBlock() {
    BlockGrid one = grid(3, 5, 8);
    assertEquals(List.of(1L, 1L), List.of(one.rowGroups(), one.columnGroups()));
    assertEquals(List.of((long) STRIP, (long) PANEL), List.of(one.blockRows(), one.blockColumns()));
  }
}
