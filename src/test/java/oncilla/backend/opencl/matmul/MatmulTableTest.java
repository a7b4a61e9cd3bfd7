package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which variant computes a product that may be less exact, and which must not. */
class MatmulTableTest {
  private static final MatmulDims SMALL = new MatmulDims(8, 8, 8);
  private static final FakeMatmul HIGHEST = FakeMatmul.of(MatmulPrecision.HIGHEST);

  private static MatmulTable.Key small(MatmulPrecision precision) {
    return new MatmulTable.Key(MatmulForm.NN, ShapeClass.SMALL, precision, OperandLayout.ROW_MAJOR);
  }

  private static MatmulPrecision chosen(MatmulTable table, MatmulPrecision asked) {
    return table.choose(MatmulForm.NN, SMALL, asked, false).precision();
  }

  @ParameterizedTest
  @EnumSource
  void theMostExactVariantServesWhereThereIsNoOther(MatmulPrecision asked) {
    assertEquals(MatmulPrecision.HIGHEST, chosen(MatmulTable.always(HIGHEST), asked));
  }

  @Test
  void aLessExactVariantIsTakenOnlyWhereThatIsAskedFor() {
    MatmulTable table =
        MatmulTable.always(HIGHEST)
            .with(small(MatmulPrecision.HIGH), FakeMatmul.of(MatmulPrecision.HIGH));
    assertEquals(MatmulPrecision.HIGHEST, chosen(table, MatmulPrecision.HIGHEST));
    assertEquals(MatmulPrecision.HIGH, chosen(table, MatmulPrecision.HIGH));
    assertEquals(MatmulPrecision.HIGH, chosen(table, MatmulPrecision.MEDIUM));
    MatmulTable both =
        table.with(small(MatmulPrecision.MEDIUM), FakeMatmul.of(MatmulPrecision.MEDIUM));
    assertEquals(MatmulPrecision.HIGHEST, chosen(both, MatmulPrecision.HIGHEST));
    assertEquals(MatmulPrecision.HIGH, chosen(both, MatmulPrecision.HIGH));
    assertEquals(MatmulPrecision.MEDIUM, chosen(both, MatmulPrecision.MEDIUM));
    assertEquals(MatmulPrecision.HIGHEST, both.used(MatmulPrecision.HIGHEST));
    assertEquals(MatmulPrecision.HIGH, both.used(MatmulPrecision.HIGH));
    assertEquals(MatmulPrecision.HIGH, table.used(MatmulPrecision.MEDIUM));
    // Another form and another class have nothing less exact.
    assertEquals(HIGHEST, both.choose(MatmulForm.NT, SMALL, MatmulPrecision.MEDIUM, false));
    assertEquals(
        HIGHEST,
        both.choose(MatmulForm.NN, new MatmulDims(512, 512, 512), MatmulPrecision.MEDIUM, false));
  }

  @ParameterizedTest
  @CsvSource({
    "HIGHEST, HIGHEST, true",
    "HIGHEST, HIGH, false",
    "HIGHEST, MEDIUM, false",
    "HIGH, HIGHEST, true",
    "HIGH, HIGH, true",
    "HIGH, MEDIUM, false",
    "MEDIUM, HIGHEST, true",
    "MEDIUM, HIGH, true",
    "MEDIUM, MEDIUM, true",
  })
  void aVariantThatIsNotExactEnoughIsRefused(
      MatmulPrecision asked, MatmulPrecision has, boolean allowed) {
    MatmulTable table = MatmulTable.always(HIGHEST);
    FakeMatmul variant = FakeMatmul.of(has);
    if (allowed) {
      assertEquals(variant, table.with(small(asked), variant).variants().get(small(asked)));
      return;
    }
    String expected =
        "fake width=1: its matmul precision is " + has.label() + ", asked for is " + asked.label();
    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> table.with(small(asked), variant))
            .getMessage());
    assertEquals(
        expected,
        assertThrows(
                IllegalArgumentException.class,
                () -> table.withLargeConstant(small(asked), variant))
            .getMessage());
  }

  @Test
  void aVariantThatCannotReadTheOperandsIsRefused() {
    FakeMatmul blind = new FakeMatmul(1, MatmulPrecision.HIGHEST, Set.of());
    assertEquals(
        "fake width=1: it cannot read operands that are row_major",
        assertThrows(IllegalArgumentException.class, () -> MatmulTable.always(blind)).getMessage());
  }

  @Test
  void everyFormAndClassNeedsAVariantOfTheHighestPrecision() {
    assertThrows(
        IllegalArgumentException.class,
        () -> MatmulTable.byShape(Map.of(ShapeClass.SMALL, HIGHEST, ShapeClass.LARGE, HIGHEST)));
  }

  @Test
  void aLargeConstantMayHaveAVariantOfItsOwn() {
    DirectMatmul own = new DirectMatmul(1, 1, 1, 4);
    MatmulTable table =
        MatmulTable.always(HIGHEST).withLargeConstant(small(MatmulPrecision.HIGHEST), own);
    assertEquals(own, table.choose(MatmulForm.NN, SMALL, MatmulPrecision.HIGHEST, true));
    assertEquals(own, table.choose(MatmulForm.NN, SMALL, MatmulPrecision.MEDIUM, true));
    assertEquals(HIGHEST, table.choose(MatmulForm.NN, SMALL, MatmulPrecision.HIGHEST, false));
    assertEquals(HIGHEST, table.choose(MatmulForm.NT, SMALL, MatmulPrecision.HIGHEST, true));
  }

  @Test
  void onlyATableWithAVariantThatPacksDoes() {
    MatmulTable table = MatmulTable.always(new DirectMatmul(1, 1, 1, 4));
    PackedMatmul packed = new PackedMatmul(4, 1, 4, 8, 5);
    assertFalse(table.packs());
    assertTrue(table.with(small(MatmulPrecision.HIGHEST), packed).packs());
    assertTrue(table.withLargeConstant(small(MatmulPrecision.HIGHEST), packed).packs());
  }
}
