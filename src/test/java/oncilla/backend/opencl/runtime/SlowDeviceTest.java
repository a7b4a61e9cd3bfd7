package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import oncilla.Requirements;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.ForwardingBackend;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClBackendProvider;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.tuning.TuningDatabase;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.KernelTrust;
import oncilla.backend.verification.OpVerifier;
import oncilla.check.References;
import oncilla.cl.ClContext;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import oncilla.cl.ClQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CPU device is compared with the cpu backend once, and passed over where it is far slower. */
class SlowDeviceTest {
  private static final BackendRequest REQUEST = BackendRequest.defaults().withBinding("jocl");
  private static final Function<Precision, Backend> NOBODY_ASKS =
      precision -> {
        throw new AssertionError("it was measured again");
      };

  @TempDir Path folder;

  private Availability.Usable found;

  /** A backend whose steps take no time at all. */
  private static Backend instant() {
    return new ForwardingBackend(References.open()) {
      @Override
      public Plan record(Consumer<Ops> program) {
        return new Plan() {
          @Override
          public void run() {}

          @Override
          public int size() {
            return 0;
          }

          @Override
          public void close() {}
        };
      }
    };
  }

  private static OpenClBackendProvider provider(ProgramCache cache) {
    return provider(ClDrivers::named, cache);
  }

  private static OpenClBackendProvider provider(
      Function<String, ClDriver> drivers, ProgramCache cache) {
    return new OpenClBackendProvider(
        drivers,
        cache,
        TuningDatabase.none(),
        Optional.of(() -> OpVerifier.Provider.fromServices().open()));
  }

  private OpenClBackendProvider provider() {
    return provider(ProgramCache.in(folder, ProgramCache.Limits.USUAL));
  }

  /** A driver on which whoever waits for the queue waits at least so long. */
  private static ClDriver slow(ClDriver driver) {
    return forwarding(
        ClDriver.class,
        driver,
        (method, result) ->
            method.equals("createContext")
                ? forwarding(
                    ClContext.class,
                    (ClContext) result,
                    (inner, made) -> inner.equals("createQueue") ? slow((ClQueue) made) : made)
                : result);
  }

  private static ClQueue slow(ClQueue queue) {
    return forwarding(
        ClQueue.class,
        queue,
        (method, result) -> {
          long start = System.nanoTime();
          while (method.equals("finish") && System.nanoTime() - start < 20_000_000) {
            Thread.onSpinWait();
          }
          return result;
        });
  }

  private static <T> T forwarding(Class<T> type, T to, BiFunction<String, Object, Object> change) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                change.apply(method.getName(), method.invoke(to, arguments))));
  }

  @BeforeEach
  void findDevice() {
    if (provider().availability(REQUEST) instanceof Availability.Usable usable
        && usable.device().kind() == DeviceInfo.Kind.CPU) {
      found = usable;
    } else {
      Requirements.missing("opencl", "no CPU device would be taken here");
    }
  }

  private static Availability examine(
      OpenClBackendProvider provider, BackendRequest request, Function<Precision, Backend> cpu) {
    return provider.examine(request, provider.availability(request).orThrow(), cpu);
  }

  @Test
  void itIsPassedOverForGood() {
    OpenClBackendProvider provider =
        provider(
            name -> slow(ClDrivers.named(name)),
            ProgramCache.in(folder, ProgramCache.Limits.USUAL));
    Availability slow = examine(provider, REQUEST, precision -> instant());
    assertFalse(slow.isUsable());
    assertTrue(slow.reason().contains(found.device().name()), slow.reason());
    assertTrue(slow.reason().contains("times as long as the cpu backend"), slow.reason());
    assertEquals(slow.reason(), examine(provider(), REQUEST, NOBODY_ASKS).reason());
    assertEquals(
        slow.reason(),
        examine(provider(), REQUEST.with(KernelTrust.AS_KNOWN), NOBODY_ASKS).reason());
    // Whoever takes kernels as they are takes devices as they are.
    assertTrue(examine(provider(), REQUEST.with(KernelTrust.UNVERIFIED), NOBODY_ASKS).isUsable());
    provider().forget();
    assertTrue(examine(provider(), REQUEST.with(KernelTrust.AS_KNOWN), NOBODY_ASKS).isUsable());
  }

  /** EJML takes longer than any device that is meant here. */
  @Test
  void oneThatIsFastEnoughIsTakenAsItIsOpen() {
    Availability fast = examine(provider(), REQUEST, precision -> References.open());
    Backend first = fast.orThrow().open();
    first.close();
    // A second backend is another one.
    try (Backend second = fast.orThrow().open()) {
      assertFalse(second.unverified());
      second.synchronize();
    }
    assertTrue(examine(provider(), REQUEST, NOBODY_ASKS).isUsable());
  }

  @Test
  void nothingIsMeasuredThatCannotBeKept() {
    Availability taken = examine(provider(ProgramCache.off()), REQUEST, NOBODY_ASKS);
    taken.orThrow().open().close();
  }
}
