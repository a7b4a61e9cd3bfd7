package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.FakePlatform;
import oncilla.cl.fake.FakeQuery;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is listed where platforms and devices answer with errors. */
class DeviceSearchTest {
  private static final FakePlatform FIRST =
      FakePlatform.of("first", TestDevices.cpu(0), TestDevices.gpu(0));
  private static final FakePlatform SECOND =
      FakePlatform.of("second", TestDevices.gpuWithoutFp64(0));

  private static FakeDriver machine() {
    return new FakeDriver(FIRST, FakePlatform.of("idle"), SECOND);
  }

  /** Every question to platforms and devices of the machine. */
  static Stream<FakeQuery> queries() throws ClUnavailableException {
    FakeDriver driver = machine();
    driver.list();
    return driver.queries().stream().distinct();
  }

  private static List<String> names(ClListing listing) {
    return listing.devices().stream().map(one -> one.platform() + "/" + one.name()).toList();
  }

  private static ClListing failing(FakeQuery failing, int code) throws ClUnavailableException {
    FakeDriver driver = machine();
    driver.answerQueries(query -> query.equals(failing) ? code : 0);
    return driver.list();
  }

  @Test
  void everythingIsListedInOrder() throws ClUnavailableException {
    FakeDriver driver = machine();
    ClListing listing = driver.list();
    assertEquals(List.of("first/Test CPU", "first/Test GPU", "second/Test GPU"), names(listing));
    assertEquals(List.of(), listing.failures());
    assertEquals(List.of("idle"), listing.withoutDevice());
    for (int index = 0; index < 3; index++) {
      assertEquals(index, listing.devices().get(index).index());
    }
    assertEquals(
        List.of(0, 0, 2), listing.devices().stream().map(ClDevice::platformIndex).toList());
    assertEquals(List.of(0, 1, 0), listing.devices().stream().map(ClDevice::deviceIndex).toList());
    // Three platforms' names and lists, and for each device all but the platform's name.
    assertEquals(1 + 2 * 3 + 3 * (ClParameter.values().length - 1), driver.queries().size());
  }

  @Test
  void aDeviceIsDescribedAsItAnswers() throws ClUnavailableException {
    ClDevice gpu = TestDevices.gpu(0);
    assertEquals(List.of(gpu), new FakeDriver(gpu).devices());
    ClDevice cpu = TestDevices.cpu(0);
    assertEquals(List.of(cpu), new FakeDriver(cpu).devices());
  }

  /** Each question in turn: what failed is named, and whatever else there is is listed. */
  @ParameterizedTest
  @MethodSource("queries")
  void oneFailureHidesNoOtherPlatformOrDevice(FakeQuery query) throws ClUnavailableException {
    for (int code : new int[] {-31, -5, -9999}) {
      ClListing listing = failing(query, code);
      assertEquals(1, listing.failures().size());
      ClFailure failure = listing.failures().get(0);
      assertEquals(query.call(), failure.call());
      assertEquals(code, failure.code());
      assertTrue(failure.what().contains("(" + code + ")"), failure.what());
      assertTrue(
          failure.what().contains(query.parameter().map(Enum::name).orElse("")), failure.what());
      List<String> all =
          new ArrayList<>(List.of("first/Test CPU", "first/Test GPU", "second/Test GPU"));
      all.removeIf(
          name ->
              query.platform().map(name::startsWith).orElse(true)
                  && query.device().map(name::endsWith).orElse(true));
      assertEquals(all, names(listing));
      for (int index = 0; index < all.size(); index++) {
        assertEquals(index, listing.devices().get(index).index());
      }
      boolean nameless = query.parameter().filter(ClParameter.CL_PLATFORM_NAME::equals).isPresent();
      String place =
          query.platform().map(name -> List.of("first", "idle", "second").indexOf(name)).orElse(-1)
              + "";
      assertEquals(
          query.platform().map(name -> nameless ? "platform " + place : name), failure.platform());
      assertEquals(query.device().isPresent(), failure.device().isPresent());
    }
  }

  @Test
  void whatFailedIsCalledByItsNameOrPlace() throws ClUnavailableException {
    FakeDriver driver = machine();
    driver.answerQueries(
        query ->
            query.device().equals(Optional.of("Test CPU"))
                        && query.parameter().equals(Optional.of(ClParameter.CL_DEVICE_NAME))
                    || query.parameter().equals(Optional.of(ClParameter.CL_DEVICE_VENDOR))
                    || query.platform().equals(Optional.of("idle"))
                        && query.call().equals("clGetDeviceIDs")
                ? -33
                : 0);
    assertEquals(
        List.of(
            "device 0 of first: clGetDeviceInfo failed with CL_INVALID_DEVICE (-33):"
                + " CL_DEVICE_NAME",
            "Test GPU of first: clGetDeviceInfo failed with CL_INVALID_DEVICE (-33):"
                + " CL_DEVICE_VENDOR",
            "idle: clGetDeviceIDs failed with CL_INVALID_DEVICE (-33)",
            "Test GPU of second: clGetDeviceInfo failed with CL_INVALID_DEVICE (-33):"
                + " CL_DEVICE_VENDOR"),
        driver.list().failures().stream().map(ClFailure::toString).toList());
    ClUnavailableException none = assertThrows(ClUnavailableException.class, driver::devices);
    assertTrue(none.getMessage().startsWith("no OpenCL device can be used: device 0 of first: "));
    assertTrue(!none.getMessage().contains("\n"));
  }

  @Test
  void theLoaderItselfMayFail() throws ClUnavailableException {
    ClListing listing = failing(queries().findFirst().orElseThrow(), -6);
    assertEquals(
        "the OpenCL loader: clGetPlatformIDs failed with CL_OUT_OF_HOST_MEMORY (-6)",
        listing.failures().get(0).toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1001, 0})
  void noPlatformIsAnOrdinaryAnswer(int code) {
    FakeDriver driver = code == 0 ? new FakeDriver() : machine();
    driver.answerQueries(query -> query.call().equals("clGetPlatformIDs") ? code : 0);
    ClUnavailableException none = assertThrows(ClUnavailableException.class, driver::list);
    assertTrue(none.getMessage().startsWith("the OpenCL loader found no platform"));
  }

  /** Mesa's Rusticl is a platform without devices until its driver is enabled. */
  @Test
  void aPlatformWithoutDevicesIsAnOrdinaryAnswerWithItsOwnRemedy() throws ClUnavailableException {
    ClListing listing = new FakeDriver(FakePlatform.of("rusticl")).list();
    assertEquals(List.of(), listing.failures());
    ClUnavailableException none = listing.unavailable();
    assertEquals("no OpenCL platform has a device (platforms: rusticl)", none.getMessage());
    assertTrue(none.remedy().contains("RUSTICL_ENABLE"), none.remedy());
    assertTrue(none.remedy().lines().count() == 1, none.remedy());
    ClUnavailableException other = new FakeDriver(FakePlatform.of("other")).list().unavailable();
    assertTrue(!other.remedy().contains("RUSTICL_ENABLE"), other.remedy());
  }

  /** The constant has the bits of cl.h, and neither of the bindings' own is trusted. */
  @Test
  void devicesOfAllTypesAreAskedForWithThirtyTwoBits() {
    assertEquals(0xFFFFFFFFL, DeviceSearch.ALL_TYPES);
    assertEquals(4294967295L, DeviceSearch.ALL_TYPES);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1 << 21, Long.MIN_VALUE})
  void anAnswerOfAnAbsurdLengthIsAFailureAndNoAllocation(long size) {
    ClException refusal =
        assertThrows(
            ClException.class,
            () -> ClChecks.answer("clGetDeviceInfo", ClParameter.CL_DEVICE_NAME, size));
    assertTrue(refusal.getMessage().contains("CL_DEVICE_NAME"), refusal.getMessage());
    assertEquals(3, ClChecks.answer("clGetDeviceInfo", ClParameter.CL_DEVICE_NAME, 3).length);
  }

  @Test
  void textsEndAtTheirNulOrWithout() {
    assertEquals("a b", DeviceSearch.text(new byte[] {' ', 'a', ' ', 'b', ' ', 0, 'c'}));
    assertEquals("ab", DeviceSearch.text(new byte[] {'a', 'b'}));
    assertEquals("", DeviceSearch.text(new byte[0]));
  }
}
