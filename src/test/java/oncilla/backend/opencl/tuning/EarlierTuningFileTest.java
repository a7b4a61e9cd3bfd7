package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.OperandLayout;
import oncilla.backend.opencl.matmul.PackedMatmul;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions without matmul precisions and layouts may have written the file, and may read it. */
class EarlierTuningFileTest {
  private static final TuningEntry CPU =
      TuningEntries.small(TestDevices.cpu(0), new DirectMatmul(3, 2, 1, 4));
  private static final TuningEntry GPU =
      TuningEntries.entry(
          TestDevices.gpu(1),
          new TuningEntry.Product(Precision.FP64, MatmulForm.TN, ShapeClass.LARGE),
          new TiledMatmul(64, 32, 8, 8, 4, 1, 2));

  @TempDir Path directory;

  /** From before there were matmul precisions and layouts: one that was shipped, one of a user. */
  private static final String EARLIER =
      """
      {
        "oncilla_tuning" : 1,
        "entries" : [ {
          "device" : "pthread-skylake-avx512-AMD EPYC",
          "vendor" : "AuthenticAMD",
          "type" : "cpu",
          "precision" : "fp32",
          "form" : "NN",
          "shape" : "small",
          "family" : "packed",
          "parameters" : {
            "block_k" : 384,
            "block_m" : 144,
            "column_vectors" : 2,
            "strip" : 12,
            "vector_width" : 16
          },
          "measured" : [ {
            "m" : 209,
            "n" : 7,
            "k" : 20,
            "gflops" : 7.159
          }, {
            "m" : 61,
            "n" : 63,
            "k" : 64,
            "gflops" : 52.8
          } ],
          "gain" : 1.0,
          "driver" : "3.1+debian",
          "date" : "2026-11-23"
        }, {
          "device" : "NVIDIA H100 80GB HBM3",
          "vendor" : "NVIDIA Corporation",
          "type" : "gpu",
          "precision" : "fp32",
          "form" : "NT",
          "shape" : "small",
          "family" : "tiled",
          "parameters" : {
            "fewest_tiles" : 8,
            "target_groups" : 528,
            "tile_k" : 16,
            "tile_m" : 32,
            "tile_n" : 32,
            "work_m" : 4,
            "work_n" : 4
          },
          "measured" : [ {
            "m" : 209,
            "n" : 7,
            "k" : 20,
            "gflops" : 9.539
          } ],
          "gain" : 1.0,
          "driver" : "580.159.04",
          "date" : "2026-11-27"
        } ]
      }
      """;

  @Test
  void aFileOfAnEarlierVersionIsOfTheHighestPrecisionAndRowMajor() throws IOException {
    Path file = Files.writeString(directory.resolve("tuning.json"), EARLIER);
    List<TuningEntry> entries = TuningFile.read(file).entries();
    assertEquals(
        List.of(
            new TuningEntry.Product(
                Precision.FP32,
                new MatmulTable.Key(
                    MatmulForm.NN,
                    ShapeClass.SMALL,
                    MatmulPrecision.HIGHEST,
                    OperandLayout.ROW_MAJOR)),
            new TuningEntry.Product(
                Precision.FP32,
                new MatmulTable.Key(
                    MatmulForm.NT,
                    ShapeClass.SMALL,
                    MatmulPrecision.HIGHEST,
                    OperandLayout.ROW_MAJOR))),
        entries.stream().map(TuningEntry::product).toList());
    assertEquals(
        new PackedMatmul(12, 2, 16, 144, 384),
        PackedMatmul.FAMILY.create(entries.get(0).parameters()));
    assertEquals(
        new TiledMatmul(32, 32, 16, 4, 4, 528, 8),
        entries.get(1).variant(new DeviceLimits(TestDevices.gpu(0), Precision.FP32)));
    // The same said at length.
    String spelledOut =
        "\"matmul_precision\" : \"highest\", \"layout\" : \"row_major\", \"family\"";
    Files.writeString(file, EARLIER.replace("\"family\"", spelledOut));
    assertEquals(entries, TuningFile.read(file).entries());
  }

  /**
   * Versions that know no matmul precisions refuse a file with a field that is not one of these.
   */
  @Test
  void anEarlierVersionCanReadWhatItCouldHaveWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("tuning.json"), EARLIER);
    assertEquals(EARLIER, TuningFile.read(file).text());
    String text = new TuningFile("test", List.of()).with(GPU).with(CPU).text();
    Matcher fields = Pattern.compile("\n    \"(\\w+)\" :").matcher(text);
    assertEquals(
        Stream.of(CPU, GPU)
            .flatMap(
                entry ->
                    Stream.of(
                        "device",
                        "vendor",
                        "type",
                        "precision",
                        "form",
                        "shape",
                        "family",
                        "parameters",
                        "measured",
                        "gain",
                        "driver",
                        "date"))
            .toList(),
        fields.results().map(field -> field.group(1)).toList());
  }
}
