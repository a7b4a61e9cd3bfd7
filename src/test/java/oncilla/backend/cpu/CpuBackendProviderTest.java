package oncilla.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.CpuBlas;
import oncilla.backend.provider.Selection;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CpuBackendProviderTest {
  private final CpuBackendProvider provider = new CpuBackendProvider();

  @ParameterizedTest
  @EnumSource
  void sharedProductsEqualThoseOfOneThread(MatmulForm form) {
    for (MatmulDims dims :
        new MatmulDims[] {
          new MatmulDims(67, 71, 73), new MatmulDims(1, 300, 400), new MatmulDims(3, 2, 4)
        }) {
      try (Backend cpu = CpuBackend.open(Precision.FP64);
          Backend reference = EjmlBackend.reference(Precision.FP64)) {
        assertArrayEquals(product(reference, form, dims), product(cpu, form, dims), 1e-12);
        assertArrayEquals(product(cpu, form, dims), product(cpu, form, dims));
      }
    }
  }

  @Test
  void isUsableInFp64ByDefault() {
    Availability availability = provider.availability(BackendRequest.defaults());
    assertTrue(availability.isUsable());
    assertEquals(Precision.FP64, availability.orThrow().precision());
    DeviceInfo device = availability.orThrow().device();
    assertEquals(DeviceInfo.Kind.CPU, device.kind());
    assertEquals("OpenBLAS", device.platform());
    assertTrue(device.driver().matches("\\d+\\.\\d+\\.\\d+-\\d+\\.\\d+\\.\\d+"), device.driver());
    assertTrue(device.memoryBytes() > Runtime.getRuntime().maxMemory() / 2);
    assertFalse(device.name().isBlank());
    Selection selection = BackendSelector.fromServices().select("cpu", BackendRequest.defaults());
    try (Backend backend = selection.open()) {
      assertEquals("cpu", backend.name());
      assertEquals(Precision.FP64, backend.precision());
    }
  }

  @Test
  void takesItsDeviceByIndexOrPartOfTheName() {
    String name = provider.devices(BackendRequest.defaults()).get(0).name();
    String part = name.substring(0, name.length() / 2).toUpperCase(Locale.ROOT);
    for (String asked : new String[] {"0", part}) {
      assertTrue(provider.availability(BackendRequest.defaults().withDevice(asked)).isUsable());
    }
    BackendRequest wrong = BackendRequest.defaults().withDevice("1");
    BackendRequest unknown = BackendRequest.defaults().withDevice("no such processor");
    assertFalse(provider.availability(unknown).isUsable());
    BackendException e = assertThrows(BackendException.class, () -> provider.open(unknown));
    assertTrue(e.getMessage().contains("no such processor"), e.getMessage());
    assertFalse(provider.availability(wrong).isUsable());
  }

  @Test
  void hasNoBinding() {
    BackendRequest request = BackendRequest.defaults().withBinding("jocl");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> provider.open(request));
    assertEquals("the cpu backend has no binding", e.getMessage());
  }

  @Test
  void isMoreExactThanAnyMatmulPrecision() {
    for (MatmulPrecision precision : MatmulPrecision.values()) {
      BackendRequest request =
          new BackendRequest(Optional.empty(), Optional.empty(), Optional.empty(), precision);
      assertTrue(provider.availability(request).isUsable());
      try (Backend backend = provider.open(request)) {
        assertEquals(MatmulPrecision.HIGHEST, backend.matmulPrecision());
      }
    }
  }

  @Test
  void productsInJavaAreThereForTheAsking() {
    BackendRequest request = BackendRequest.defaults().withCpuBlas(CpuBlas.EJML);
    Selection selection = BackendSelector.fromServices().select("auto", request);
    assertTrue(
        selection
            .explanation()
            .matches("cpu on .* \\(fp64\\): runs in Java on \\d+ cores, as asked by cpuBlas ejml"),
        selection.explanation());
    assertEquals(Runtime.getRuntime().maxMemory(), selection.device().memoryBytes());
    try (Backend backend = selection.open()) {
      assertEquals("cpu", backend.name());
      assertEquals("Java", backend.device().platform());
      assertEquals(Double.BYTES, backend.bytesPerReal());
    }
  }

  @Test
  void withoutOpenBlasTheDefaultIsJavaAndSaysWhy() {
    CpuBackendProvider without = new CpuBackendProvider(CpuBackendProviderTest::missing);
    Availability availability = without.availability(BackendRequest.defaults());
    assertTrue(availability.isUsable());
    assertTrue(
        availability
            .reason()
            .endsWith("cores, slowly: OpenBLAS could not be loaded (UnsatisfiedLinkError: no jni)"),
        availability.reason());
    assertEquals(1, without.devices(BackendRequest.defaults()).size());
    try (Backend backend = without.open(BackendRequest.defaults())) {
      assertEquals("Java", backend.device().platform());
    }
  }

  @Test
  void openBlasThatWasAskedForAndDoesNotLoadIsAnError() {
    CpuBackendProvider without = new CpuBackendProvider(CpuBackendProviderTest::missing);
    BackendRequest request = BackendRequest.defaults().withCpuBlas(CpuBlas.OPENBLAS);
    assertFalse(without.availability(request).isUsable());
    BackendException e = assertThrows(BackendException.class, () -> without.open(request));
    assertTrue(e.getMessage().contains("no jni"), e.getMessage());
    assertTrue(e.getMessage().contains("Use cpuBlas ejml"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertEquals(0, without.devices(request).size());
  }

  @Test
  void onlyTheTwoLibrariesAreKnownAndOnlyHere() {
    assertEquals(
        List.of("openblas", "ejml"), Stream.of(CpuBlas.values()).map(CpuBlas::label).toList());
    BackendSelector selector = BackendSelector.fromServices();
    assertThrows(
        IllegalArgumentException.class,
        () -> selector.select("opencl", BackendRequest.defaults().withCpuBlas(CpuBlas.EJML)));
  }

  @Test
  void aContainersLimitIsTheMemory(@TempDir Path folder) throws IOException {
    Path limit = Files.writeString(folder.resolve("limit"), "1000\n");
    Path none = Files.writeString(folder.resolve("none"), "max\n");
    Path absent = folder.resolve("absent");
    assertEquals(5000, CpuDevice.memoryBytes(5000, List.of(none, absent)));
    assertEquals(1000, CpuDevice.memoryBytes(5000, List.of(none, limit)));
    assertEquals(500, CpuDevice.memoryBytes(500, List.of(limit)));
  }

  @Test
  void theHeapIsNotCountedTwice() {
    assertEquals(700, CpuDevice.besideHeap(1000, 300));
    assertEquals(250, CpuDevice.besideHeap(1000, 900));
    assertEquals(250, CpuDevice.besideHeap(1000, 2000));
  }

  private static void missing() throws BlasUnavailableException {
    throw OpenBlas.unavailable(new UnsatisfiedLinkError("no jni\nand many more lines"));
  }

  private static double[] product(Backend backend, MatmulForm form, MatmulDims dims) {
    NumpyRandom random = new NumpyRandom(5);
    try (Arena arena = backend.newArena()) {
      Tensor a = arena.allocate(ElementType.REAL, dims.a(form));
      Tensor b = arena.allocate(ElementType.REAL, dims.b(form));
      Tensor c = arena.allocate(ElementType.REAL, dims.c());
      backend.upload(random.normals((int) a.shape().size()), a);
      backend.upload(random.normals((int) b.shape().size()), b);
      backend.ops().matmul(form, 0.3, a, b, c);
      double[] values = new double[(int) c.shape().size()];
      backend.download(c, values);
      return values;
    }
  }
}
