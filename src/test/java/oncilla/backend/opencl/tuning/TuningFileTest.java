package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulFamilies;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.OperandLayout;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is read back; what is damaged is named. */
class TuningFileTest {
  private static final TuningEntry CPU =
      TuningEntries.small(TestDevices.cpu(0), new DirectMatmul(3, 2, 1, 4));
  private static final TuningEntry GPU =
      TuningEntries.entry(
          TestDevices.gpu(1),
          new TuningEntry.Product(Precision.FP64, MatmulForm.TN, ShapeClass.LARGE),
          new TiledMatmul(64, 32, 8, 8, 4, 1, 2));

  @TempDir Path directory;

  private static TuningFile empty() {
    return new TuningFile("test", List.of());
  }

  private BackendException refusal(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("tuning.json"), text);
    BackendException refusal =
        assertThrows(BackendException.class, () -> TuningFile.read(file), text);
    assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
    assertTrue(refusal.getMessage().startsWith(file + ": "), refusal.getMessage());
    assertTrue(
        refusal.getMessage().endsWith("Delete it, or write it anew with the command tune"),
        refusal.getMessage());
    return refusal;
  }

  @Test
  void aRoundTrip() throws IOException {
    TuningFile written = empty().with(GPU).with(CPU);
    assertEquals(List.of(CPU, GPU), written.entries());
    Path file = Files.writeString(directory.resolve("tuning.json"), written.text());
    TuningFile read = TuningFile.read(file);
    assertEquals(written.entries(), read.entries());
    assertEquals(file.toString(), read.name());
    assertEquals(written.text(), read.text());
    assertTrue(written.text().contains("\"gflops\" : 12.5"), written.text());
    assertTrue(written.text().contains("\"date\" : \"2026-11-23\""), written.text());
  }

  @Test
  void matmulPrecisionsAreWrittenAndReadBack() throws IOException {
    List<TuningEntry> entries = new ArrayList<>();
    for (MatmulPrecision precision : MatmulPrecision.values()) {
      MatmulTable.Key key =
          new MatmulTable.Key(MatmulForm.NN, ShapeClass.SMALL, precision, OperandLayout.ROW_MAJOR);
      entries.add(
          TuningEntries.entry(
              TestDevices.cpu(0),
              new TuningEntry.Product(Precision.FP32, key),
              new DirectMatmul(1 + precision.ordinal(), 1, 1, 4)));
    }
    TuningFile written = empty().with(entries.get(2)).with(entries.get(0)).with(entries.get(1));
    assertEquals(entries, written.entries());
    String text = written.text();
    for (String words :
        List.of("\"matmul_precision\" : \"high\"", "\"matmul_precision\" : \"medium\"")) {
      assertTrue(text.contains(words), text);
    }
    Path file = Files.writeString(directory.resolve("tuning.json"), text);
    assertEquals(entries, TuningFile.read(file).entries());
    assertEquals(
        List.of("fp32 NN small", "fp32 high NN small", "fp32 medium NN small"),
        entries.stream().map(entry -> entry.product().toString()).toList());
  }

  @Test
  void aNewEntryReplacesTheOneForTheSameProductAndDevice() {
    TuningEntry newer = TuningEntries.small(TestDevices.cpu(0), new DirectMatmul(4, 4, 4, 16));
    TuningEntry other =
        TuningEntries.small(
            TuningEntries.sibling(TestDevices.cpu(0)), new DirectMatmul(1, 1, 1, 4));
    assertEquals(
        List.of(newer, other, GPU), empty().with(CPU).with(other).with(GPU).with(newer).entries());
  }

  @Test
  void noFileMeansNoEntries() {
    assertEquals(List.of(), TuningFile.read(directory.resolve("none.json")).entries());
  }

  @Test
  void aFolderInItsPlace() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("tuning.json"));
    BackendException refusal = assertThrows(BackendException.class, () -> TuningFile.read(folder));
    assertTrue(refusal.getMessage().startsWith(folder + ": cannot be read"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                          | line 1, column 1: expected an object",
        "null                                        | expected an object",
        "{                                           | not JSON",
        "{}                                          | does not begin with 'oncilla_tuning'",
        "{\"layers\": 3}                             | does not begin with 'oncilla_tuning'",
        "{\"oncilla_tuning\": 2, \"entries\": []}    | tuning format 2, this program reads 1",
        "{\"oncilla_tuning\": 1}                     | expected the field 'entries'",
        "{\"oncilla_tuning\": 1, \"entries\": {}}    | expected a list of entries",
        "{\"oncilla_tuning\": 1, \"entries\": [1]}   | expected an entry",
        "{\"oncilla_tuning\": 1, \"entries\": [{}]}  | the entry lacks [date, device, driver",
        "{\"oncilla_tuning\": 1, \"entries\": []} {} | something follows the end",
        "{\"oncilla_tuning\": 1, \"entries\": [], \"x\": 1} | expected the end of the object",
        "version https://git-lfs.github.com/spec/v1  | not JSON",
      })
  void whatIsNoTuningFile(String text, String problem) throws IOException {
    String message = refusal(text).getMessage();
    assertTrue(message.contains(problem), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"fp32\"      | \"fp16\"      | precision must be fp32 or fp64, not 'fp16'",
        "\"NN\"        | \"TT\"        | 'form' is 'TT', expected one of nn, nt, tn",
        "\"small\"     | \"tiny\"      | 'shape' is 'tiny', expected one of small, flat, thin, long",
        "\"family\"    | \"matmul_precision\": \"exact\", \"family\"    | 'matmul_precision' is 'exact', expected one of highest, high",
        "\"family\"    | \"layout\": \"spiral\", \"family\"    | 'layout' is 'spiral', expected one of row_major",
        "\"family\"    | \"layout\": 1, \"family\"    | expected a text for 'layout'",
        "\"cpu\"       | \"dsp\"       | 'type' is 'dsp', expected one of cpu, gpu, other",
        "\"2026-11-23\"| \"yesterday\" | 'yesterday' is not a date like 2026-11-23",
        "12.5          | -1            | expected a positive number for 'gflops'",
        "1.25          | 0             | expected a positive number for 'gain'",
        "61            | 6.1           | expected a whole number for 'm'",
        "\"block_m\" : 3| \"block_m\" : \"3\" | expected a whole number for 'block_m'",
        "\"block_m\" : 3| \"block_m\" : 9999999999 | not JSON",
        "\"driver\"    | \"drivers\"   | an entry has no field 'drivers'",
        "\"date\"      | \"driver\"    | not JSON: Duplicate field 'driver'",
        "\"direct\"    | 7             | expected a text for 'family'",
      })
  void whatIsWrongInAnEntry(String right, String wrong, String problem) throws IOException {
    String text = empty().with(CPU).text();
    assertTrue(text.contains(right), right);
    String message = refusal(text.replace(right, wrong)).getMessage();
    assertTrue(message.contains(problem), message);
    assertTrue(message.matches(".*: line [1-9]\\d*, column [1-9]\\d*: .*"), message);
  }

  @Test
  void twoEntriesForTheSame() throws IOException {
    String text = new TuningFile("test", List.of(CPU, CPU)).text();
    assertTrue(refusal(text).getMessage().contains("a second entry for fp32 NN small"));
  }

  @Test
  void aFileThatIsCutOffAnywhere() throws IOException {
    String text = empty().with(CPU).text();
    for (int length = 0; length < text.strip().length(); length += 7) {
      refusal(text.substring(0, length));
    }
  }

  @Test
  void noise() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      Path file = Files.write(directory.resolve("noise.json"), bytes);
      BackendException refusal = assertThrows(BackendException.class, () -> TuningFile.read(file));
      assertTrue(refusal.getMessage().startsWith(file + ": "), refusal.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NVIDIA Corporation           | nvidia-corporation.json",
        "Advanced Micro Devices, Inc. | advanced-micro-devices-inc.json",
        "Intel(R) Corporation         | intel-r-corporation.json",
        "AuthenticAMD                 | authenticamd.json",
        "../../etc/passwd             | etc-passwd.json",
      })
  void shippedFilesAreNamedAfterTheVendor(String vendor, String resource) {
    assertEquals(resource, TuningFile.resource(vendor));
  }

  /** In a message nobody takes it for the user's file. */
  @Test
  void aShippedFileIsNamedAsOne() {
    assertEquals("tuning/authenticamd.json", TuningFile.shipped("AuthenticAMD").name());
    assertEquals("tuning/nobody-inc.json", TuningFile.shipped("Nobody, Inc.").name());
  }

  /** What is shipped can be read, belongs where it lies, and is of families that there are. */
  @Test
  void shippedFilesAreInOrder() throws IOException {
    Path folder = Path.of("src/main/resources/oncilla/backend/opencl/tuning");
    if (!Files.exists(folder)) {
      assertEquals(List.of(), TuningFile.shipped("AuthenticAMD").entries());
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        TuningFile read = TuningFile.read(file);
        assertEquals(Files.readString(file), read.text());
        for (TuningEntry entry : read.entries()) {
          assertEquals(
              file.getFileName(),
              Path.of(TuningFile.resource(entry.place().vendor())).getFileName());
          assertEquals(
              entry.parameters().keySet(),
              MatmulFamilies.named(entry.family())
                  .map(family -> family.create(entry.parameters()).values().keySet())
                  .orElseThrow());
        }
        try (InputStream resource =
            TuningFile.class.getResourceAsStream(file.getFileName().toString())) {
          assertEquals(
              Files.readString(file), new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
  }
}
