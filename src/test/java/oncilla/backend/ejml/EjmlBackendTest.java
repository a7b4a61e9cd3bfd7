package oncilla.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.host.HostBackendContract;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import org.junit.jupiter.api.Test;

/** What is particular to the reference; the rest is the contract. */
class EjmlBackendTest extends HostBackendContract {
  @Override
  protected Backend open(Precision precision) {
    return EjmlBackend.reference(precision);
  }

  @Test
  void numbersTakeEightBytesInSinglePrecision() {
    try (Backend single = open(Precision.FP32)) {
      assertEquals(Double.BYTES, single.bytesPerReal());
    }
  }

  @Test
  void sizesBeyondAnArrayAreRefused() {
    Arena arena = backend.newArena();
    BackendException e =
        assertThrows(
            BackendException.class,
            () -> arena.allocate(ElementType.U8, Shape.of(1 << 20, 1 << 20)));
    assertTrue(e.getMessage().contains("1099511627776"), e.getMessage());
  }

  @Test
  void providerOffersTheReferenceByNameOnly() {
    EjmlProvider provider = new EjmlProvider();
    assertFalse(provider.selectable());
    assertEquals(1, provider.devices(BackendRequest.defaults()).size());
    Availability availability = provider.availability(BackendRequest.defaults());
    assertEquals(Precision.FP64, availability.orThrow().precision());
    try (Backend opened = provider.open(BackendRequest.defaults().withPrecision(Precision.FP32))) {
      assertEquals("ejml", opened.name());
      assertEquals(Precision.FP32, opened.precision());
    }
    assertEquals(EjmlProvider.class, BackendSelector.fromServices().provider("ejml").getClass());
  }
}
