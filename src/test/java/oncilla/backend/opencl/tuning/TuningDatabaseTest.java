package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClBackendProvider;
import oncilla.backend.opencl.device.DeviceSelection;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulFamilies;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.OperandLayout;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.tuning.Tuner;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entry serves which device. */
class TuningDatabaseTest {
  private static final ClDevice CPU = TestDevices.cpu(0);
  private static final ClDevice SIBLING = TuningEntries.sibling(CPU);
  private static final MatmulTable.Key KEY = new MatmulTable.Key(MatmulForm.NN, ShapeClass.SMALL);

  @TempDir Path directory;

  /** A user's file and shipped entries. */
  private TuningDatabase database(List<TuningEntry> user, List<TuningEntry> shipped) {
    Path file = directory.resolve("tuning.json");
    try {
      Files.writeString(file, new TuningFile("user", user).text());
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    return new TuningDatabase(Optional.of(file), vendor -> new TuningFile("shipped", shipped));
  }

  private static MatmulVariant chosen(TuningDatabase.Choice choice) {
    return choice.parameters().matmul().variants().get(KEY);
  }

  private static TuningEntry own(int block) {
    return TuningEntries.small(CPU, new DirectMatmul(block, 1, 1, 4));
  }

  private static TuningEntry siblings(int block) {
    return TuningEntries.small(SIBLING, new DirectMatmul(block, 1, 1, 4));
  }

  @Test
  void theDeviceComesBeforeTheVendorAndTheUserBeforeWhatIsShipped() {
    record Row(
        List<TuningEntry> user,
        List<TuningEntry> shipped,
        int block,
        TuningDatabase.Source source) {}
    for (Row row :
        List.of(
            new Row(
                List.of(siblings(3), own(1)),
                List.of(siblings(4), own(2)),
                1,
                TuningDatabase.Source.USER_DEVICE),
            new Row(
                List.of(siblings(3)),
                List.of(siblings(4), own(2)),
                2,
                TuningDatabase.Source.SHIPPED_DEVICE),
            new Row(
                List.of(siblings(3)), List.of(siblings(4)), 3, TuningDatabase.Source.USER_VENDOR),
            new Row(List.of(), List.of(siblings(4)), 4, TuningDatabase.Source.SHIPPED_VENDOR))) {
      TuningDatabase.Choice choice =
          database(row.user(), row.shipped()).choose(CPU, Precision.FP32);
      assertEquals(new DirectMatmul(row.block(), 1, 1, 4), chosen(choice), row.toString());
      assertEquals(Map.of(KEY, row.source()), choice.sources());
      assertEquals(List.of(), choice.refused());
      assertEquals("1 of 18 " + row.source(), choice.summary());
    }
  }

  @Test
  void everythingElseIsTheKindsOwn() {
    TuningDatabase.Choice choice = database(List.of(own(1)), List.of()).choose(CPU, Precision.FP32);
    KernelParameters kinds = KernelParameters.forDevice(CPU, Precision.FP32);
    assertEquals(
        kinds.withMatmul(kinds.matmul().with(KEY, new DirectMatmul(1, 1, 1, 4))),
        choice.parameters());
  }

  @Test
  void anEntryForLessExactProductsDoesNotServeExactOnes() {
    MatmulTable.Key high =
        new MatmulTable.Key(
            MatmulForm.NN, ShapeClass.SMALL, MatmulPrecision.HIGH, OperandLayout.ROW_MAJOR);
    TuningEntry entry =
        TuningEntries.entry(
            CPU, new TuningEntry.Product(Precision.FP32, high), new DirectMatmul(3, 1, 1, 4));
    TuningDatabase.Choice choice =
        database(List.of(entry, own(1)), List.of()).choose(CPU, Precision.FP32);
    MatmulTable table = choice.parameters().matmul();
    assertEquals(new DirectMatmul(1, 1, 1, 4), table.choose(KEY, false));
    assertEquals(new DirectMatmul(3, 1, 1, 4), table.choose(high, false));
    assertEquals("1 of 18 the user's file; high: 1 of 18 the user's file", choice.summary());
    TuningDatabase.Choice alone = database(List.of(entry), List.of()).choose(CPU, Precision.FP32);
    assertEquals(
        KernelParameters.forDevice(CPU, Precision.FP32).matmul().choose(KEY, false),
        alone.parameters().matmul().choose(KEY, false));
    assertEquals("none of 18; high: 1 of 18 the user's file", alone.summary());
  }

  @Test
  void otherPrecisionsTypesAndVendorsDoNotCount() {
    TuningDatabase database =
        database(
            List.of(own(1)),
            List.of(TuningEntries.small(TestDevices.gpu(0), new DirectMatmul(2, 1, 1, 4))));
    TuningDatabase.Choice choice = database.choose(CPU, Precision.FP64);
    assertEquals(KernelParameters.forDevice(CPU, Precision.FP64), choice.parameters());
    assertEquals("none of 18", choice.summary());
    TuningDatabase none =
        database(
            List.of(TuningEntries.small(TestDevices.gpu(0), new DirectMatmul(2, 1, 1, 4))),
            List.of());
    assertEquals(
        KernelParameters.forDevice(CPU, Precision.FP32),
        none.choose(CPU, Precision.FP32).parameters());
  }

  private static TuningEntry as(TuningEntry entry, String family, Map<String, Integer> values) {
    return new TuningEntry(
        entry.place(),
        entry.product(),
        family,
        values,
        entry.measured(),
        entry.gain(),
        entry.driver(),
        entry.date());
  }

  @Test
  void anEntryThatCannotBeUsedIsRefusedWithItsReasonAndTheNextIsTaken() {
    Map<String, TuningEntry> unusable =
        Map.of(
            "there is no family 'strassen', only direct, packed, tiled",
            as(own(1), "strassen", Map.of()),
            "the parameters of direct are [block_m, block_n, column_vectors, vector_width], not [x]",
            as(own(1), "direct", Map.of("x", 1)),
            "needs 4096 work items in a group, the device has 1024",
            TuningEntries.small(TestDevices.gpu(0), new TiledMatmul(256, 256, 64, 4, 4, 1, 1)));
    unusable.forEach(
        (reason, entry) -> {
          ClDevice device = entry.place().type() == ClDevice.Type.GPU ? TestDevices.gpu(0) : CPU;
          MatmulVariant next =
              device == CPU ? new DirectMatmul(2, 1, 1, 4) : new TiledMatmul(32, 32, 8, 4, 4, 1, 1);
          TuningDatabase database =
              database(List.of(entry), List.of(TuningEntries.small(device, next)));
          TuningDatabase.Choice choice = database.choose(device, Precision.FP32);
          assertEquals(next, chosen(choice));
          assertEquals(1, choice.refused().size());
          String refusal = choice.refused().get(0);
          assertTrue(refusal.startsWith(directory.resolve("tuning.json").toString()), refusal);
          assertTrue(refusal.contains("fp32 NN small: " + entry.family()), refusal);
          assertTrue(refusal.contains(reason), refusal);
          assertTrue(choice.summary().contains("; refused: "), choice.summary());
        });
  }

  @Test
  void whatOnlyAnotherDeviceCanDoIsNoReasonForAWarning() {
    ClDevice wide = TuningEntries.sibling(TestDevices.cpu(0));
    TuningEntry fp64 =
        TuningEntries.entry(
            wide,
            new TuningEntry.Product(Precision.FP64, MatmulForm.NN, ShapeClass.SMALL),
            new DirectMatmul(4, 4, 4, 16));
    TuningDatabase.Choice choice = database(List.of(fp64), List.of()).choose(CPU, Precision.FP64);
    assertEquals(KernelParameters.forDevice(CPU, Precision.FP64), choice.parameters());
    assertEquals(List.of(), choice.refused());
  }

  private static Tuner tuner(ClDriver driver, TuningDatabase database) {
    return new Autotuner(
        new DeviceSelection(name -> driver), database, System::nanoTime, MatmulFamilies.all());
  }

  private static BackendRequest request() {
    return BackendRequest.defaults().withPrecision(Precision.FP32);
  }

  @Test
  void aBackendIsOpenedWithWhatWasLookedUp() {
    FakeDriver driver = new FakeDriver(CPU);
    TuningDatabase database = database(List.of(own(7)), List.of());
    OpenClBackendProvider provider =
        new OpenClBackendProvider(name -> driver, ProgramCache.off(), database);
    try (Backend backend = provider.open(request())) {
      assertEquals(
          new DirectMatmul(7, 1, 1, 4),
          ((OpenClBackend) backend).parameters().matmul().variants().get(KEY));
    }
    assertEquals("1 of 18 the user's file", tuner(driver, database).status(request()));
  }

  @Test
  void aDamagedUsersFileIsAnErrorThatNamesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("tuning.json"), "{]");
    FakeDriver driver = new FakeDriver(CPU);
    TuningDatabase database =
        new TuningDatabase(Optional.of(file), vendor -> new TuningFile("none", List.of()));
    OpenClBackendProvider provider =
        new OpenClBackendProvider(name -> driver, ProgramCache.off(), database);
    BackendException refusal = assertThrows(BackendException.class, () -> provider.open(request()));
    assertTrue(refusal.getMessage().startsWith(file + ": line 1, column "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("Delete it"), refusal.getMessage());
    assertEquals(refusal.getMessage(), tuner(driver, database).status(request()));
  }
}
