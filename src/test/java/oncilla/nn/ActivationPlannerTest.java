package oncilla.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.BlockLayout;
import oncilla.backend.Shape;
import oncilla.nn.ActivationPlanner.Lifetime;
import oncilla.nn.ActivationPlanner.Place;
import oncilla.nn.ActivationPlanner.Placement;
import oncilla.random.Philox;
import oncilla.random.PhiloxSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationPlannerTest {
  private static final int BYTES = Double.BYTES;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void tensorsAliveTogetherNeverOverlap(int seed) {
    PhiloxSource random = new PhiloxSource(seed, Philox.SHUFFLE, 0);
    List<Lifetime> tensors = new ArrayList<>();
    long all = 0;
    for (int i = 0; i < 40; i++) {
      int first = random.nextInt(30);
      Shape shape = Shape.of(1 + random.nextInt(50), 1 + random.nextInt(50));
      tensors.add(new Lifetime(shape, first, first + random.nextInt(10)));
      all += BlockLayout.padded(shape.size(), BYTES);
    }
    long largest = 4_000;
    Placement placement = ActivationPlanner.place(tensors, BYTES, largest);
    check(tensors, placement, largest);
    assertTrue(placement.elements() < all / 2, placement.elements() + " of " + all);
  }

  @Test
  void memoryIsReusedOnceATensorIsDead() {
    List<Lifetime> tensors =
        List.of(
            new Lifetime(Shape.of(8, 64), 0, 1),
            new Lifetime(Shape.of(8, 64), 1, 2),
            new Lifetime(Shape.of(8, 64), 2, 3),
            new Lifetime(Shape.of(8, 64), 3, 4));
    Placement placement = ActivationPlanner.place(tensors, BYTES, Long.MAX_VALUE);
    check(tensors, placement, Long.MAX_VALUE);
    assertEquals(2 * 512, placement.elements());
    assertEquals(1, placement.slabs().size());
  }

  @Test
  void moreSlabsAreUsedWhereOneIsTooSmall() {
    List<Lifetime> tensors =
        List.of(
            new Lifetime(Shape.vector(64), 0, 5),
            new Lifetime(Shape.vector(128), 0, 5),
            new Lifetime(Shape.vector(100), 0, 5),
            new Lifetime(Shape.vector(10), 6, 7));
    Placement placement = ActivationPlanner.place(tensors, BYTES, 128);
    check(tensors, placement, 128);
    assertEquals(3, placement.slabs().size());
    assertEquals(128 + 128 + 64, placement.elements());
  }

  @Test
  void aTensorLargerThanASlabIsRefused() {
    List<Lifetime> tensors = List.of(new Lifetime(Shape.vector(129), 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> ActivationPlanner.place(tensors, BYTES, 128));
    assertThrows(IllegalArgumentException.class, () -> new Lifetime(Shape.vector(1), 2, 1));
  }

  @Test
  void trainingKeepsActivationsAndSharesGradients() {
    Network network = Network.classifier(10, List.of(64, 64, 64, 64, 64, 64));
    ActivationLayout training = ActivationLayout.forTraining(network, 64, BYTES, Long.MAX_VALUE);
    long hidden = 64 * 64;
    long column = 64;
    // Six activations stay until backward; the gradients pass through what is free by then, and
    // two of them have to exist before the first activation is.
    long elements = training.placement().elements();
    assertTrue(elements <= 8 * hidden + 2 * column, "elements " + elements);
    assertTrue(elements >= 7 * hidden, "elements " + elements);
    long inference =
        ActivationLayout.forInference(network, 64, BYTES, Long.MAX_VALUE).placement().elements();
    assertEquals(2 * hidden, inference);
  }

  private static void check(List<Lifetime> tensors, Placement placement, long largest) {
    assertEquals(tensors.size(), placement.places().size());
    for (BlockLayout slab : placement.slabs()) {
      assertTrue(slab.size() <= largest);
    }
    for (int i = 0; i < tensors.size(); i++) {
      BlockLayout.Slot slot = slot(placement, i);
      assertEquals(tensors.get(i).shape(), slot.shape());
      assertEquals(0, slot.offset() * BYTES % BlockLayout.ALIGNMENT_BYTES);
      for (int j = 0; j < i; j++) {
        Place other = placement.places().get(j);
        boolean sameTime =
            tensors.get(i).first() <= tensors.get(j).last()
                && tensors.get(j).first() <= tensors.get(i).last();
        if (sameTime && placement.places().get(i).slab() == other.slab()) {
          BlockLayout.Slot otherSlot = slot(placement, j);
          assertTrue(
              slot.end() <= otherSlot.offset() || otherSlot.end() <= slot.offset(),
              slot + " and " + otherSlot);
        }
      }
    }
  }

  private static BlockLayout.Slot slot(Placement placement, int tensor) {
    Place place = placement.places().get(tensor);
    return placement.slabs().get(place.slab()).slots().get(place.slot());
  }
}
