package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

class MatFileTest {
  private static final DataOptions OPTIONS = DataOptions.defaults();

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  private static Matrix matrix(MatlabType type, double[][] rows) {
    Matrix matrix = Mat5.newMatrix(rows.length, rows[0].length, type);
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < rows[0].length; column++) {
        matrix.setDouble(row, column, rows[row][column]);
      }
    }
    return matrix;
  }

  private static Mat5File contents() {
    Mat5File file = Mat5.newMatFile();
    file.addArray("X", matrix(MatlabType.Double, new double[][] {{0.5, 1}, {-2, 3}, {4, 1e-300}}));
    file.addArray("y", matrix(MatlabType.UInt8, new double[][] {{1}, {0}, {1}}));
    return file;
  }

  private Path write(Mat5File contents) throws IOException {
    Path file = folder.resolve("data.mat");
    Mat5.writeToFile(contents, file.toFile());
    return file;
  }

  private void assertError(Mat5File contents, String expected) throws IOException {
    Path file = write(contents);
    assertEquals(
        file + ": " + expected,
        assertThrows(
                DataException.class,
                () -> Datasets.loadOne(file, OPTIONS, Split.TRAIN, warnings::add))
            .getMessage());
  }

  @Test
  void turnsColumnMajorIntoRows() throws IOException {
    TrainTest data = Datasets.load(write(contents()), Optional.empty(), OPTIONS, warnings::add);
    Table table = (Table) data.train().features();
    assertEquals(3, table.rows());
    assertArrayEquals(new double[] {0.5, 1, -2, 3, 4, 1e-300}, table.values());
    assertArrayEquals(new byte[] {1, 0, 1}, data.train().labels());
    assertEquals(List.of("0", "1"), data.train().classNames());
    assertTrue(data.test().isEmpty());
  }

  @Test
  void usesTheValidationSetForTesting() throws IOException {
    Mat5File contents = contents();
    contents.addArray("Xval", matrix(MatlabType.Double, new double[][] {{7, 8}}));
    contents.addArray("yval", matrix(MatlabType.Double, new double[][] {{1}}));
    contents.addArray("note", Mat5.newString("other things do not matter"));
    Path file = write(contents);
    TrainTest data = Datasets.load(file, Optional.empty(), OPTIONS, warnings::add);
    Dataset test = data.test().orElseThrow();
    assertArrayEquals(new double[] {7, 8}, ((Table) test.features()).values());
    assertEquals(1, Datasets.loadOne(file, OPTIONS, Split.TEST, warnings::add).size());
    assertEquals(3, Datasets.loadOne(file, OPTIONS, Split.TRAIN, warnings::add).size());
    assertTrue(warnings.isEmpty(), warnings::toString);
  }

  @ParameterizedTest
  @EnumSource(
      value = MatlabType.class,
      names = {
        "Double", "Single", "Int8", "UInt8", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64"
      })
  void readsEveryNumericClass(MatlabType type) throws IOException {
    Mat5File contents = Mat5.newMatFile();
    contents.addArray("X", matrix(type, new double[][] {{1, 2}, {3, 100}}));
    contents.addArray("y", matrix(type, new double[][] {{0, 1}}));
    Dataset data = Datasets.loadOne(write(contents), OPTIONS, Split.TRAIN, warnings::add);
    assertArrayEquals(new double[] {1, 2, 3, 100}, ((Table) data.features()).values());
    assertArrayEquals(new byte[] {0, 1}, data.labels());
  }

  @Test
  void readsLogicalLabelsAndLargeUnsignedNumbers() throws IOException {
    Mat5File contents = Mat5.newMatFile();
    Matrix large = Mat5.newMatrix(2, 1, MatlabType.UInt64);
    large.setLong(0, -1L);
    large.setLong(1, 5);
    Matrix logical = Mat5.newLogical(2, 1);
    logical.setBoolean(0, true);
    contents.addArray("X", large);
    contents.addArray("y", logical);
    Dataset data = Datasets.loadOne(write(contents), OPTIONS, Split.TRAIN, warnings::add);
    assertArrayEquals(new double[] {0x1p64, 5}, ((Table) data.features()).values());
    assertArrayEquals(new byte[] {1, 0}, data.labels());
  }

  @Test
  void readsImages() throws IOException {
    Mat5File contents = Mat5.newMatFile();
    Matrix images = Mat5.newMatrix(new int[] {2, 2, 4, 3}, MatlabType.UInt8);
    int next = 0;
    for (int m = 0; m < 2; m++) {
      for (int row = 0; row < 2; row++) {
        for (int column = 0; column < 4; column++) {
          for (int c = 0; c < 3; c++) {
            images.setInt(new int[] {m, row, column, c}, 200 + next++);
          }
        }
      }
    }
    contents.addArray("X", images);
    contents.addArray("y", matrix(MatlabType.Double, new double[][] {{0}, {1}}));
    Pixels pixels =
        (Pixels) Datasets.loadOne(write(contents), OPTIONS, Split.TRAIN, warnings::add).features();
    assertEquals(new ImageGeometry(2, 4, 3), pixels.geometry());
    for (int i = 0; i < 48; i++) {
      assertEquals((byte) (200 + i), pixels.values()[i]);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Mat5File missing = Mat5.newMatFile();
    missing.addArray("A", matrix(MatlabType.Double, new double[][] {{1}}));
    assertError(
        missing, "has neither X nor Xval, found A (inputArray NAME labelArray NAME say which)");
    Mat5File unlabelled = Mat5.newMatFile();
    unlabelled.addArray("X", matrix(MatlabType.Double, new double[][] {{1}}));
    assertError(
        unlabelled,
        "has X without its labels y, found X (inputArray NAME labelArray NAME say which)");
    Array x = matrix(MatlabType.Double, new double[][] {{0.5, 1}, {-2, 3}, {4, 5}});
    Array y = matrix(MatlabType.Double, new double[][] {{1}, {0}, {1}});
    assertError(
        pair(x, Mat5.newString("101")),
        "y: shape (1), expected 3 labels for the examples of shape (3, 2)");
    assertError(pair(Mat5.newStruct(), y), "X: a struct, expected numbers");
    assertError(pair(Mat5.newCell(2, 2), y), "X: a cell array, expected numbers");
    assertError(pair(Mat5.newComplex(3, 2), y), "X: complex float64, expected numbers");
    assertError(
        pair(matrix(MatlabType.Single, new double[][] {{1, 2}, {3, 4}, {Double.NaN, 5}}), y),
        "X: row 3, column 1: NaN, expected a finite number");
    assertError(
        pair(x, matrix(MatlabType.Double, new double[][] {{2}, {0}, {2}})),
        "y: labels 2 and 0, expected 0 and 1, -1 and 1, 1 and 2, or two words");
    assertError(
        pair(x, matrix(MatlabType.Double, new double[][] {{1}, {1}})),
        "y: shape (2, 1), expected 3 labels for the examples of shape (3, 2)");
    assertError(pair(Mat5.newMatrix(0, 2), y), "X: shape (0, 2), expected no length of 0");
    Mat5File twice = pair(x, y);
    twice.addArray("y", y);
    assertError(twice, "damaged or truncated .mat file: y occurs twice");
  }

  @Test
  void refusesSparseMatrices() throws IOException {
    // The library writes none, so the class (5 sparse, 6 double) in the flags of X is changed. The
    // file is stored: 128 bytes of header, 8 of the matrix's tag, 8 of the flags' tag.
    Path file = folder.resolve("sparse.mat");
    try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
      Mat5.newWriter(sink).setDeflateLevel(Deflater.NO_COMPRESSION).writeMat(contents());
    }
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(6, bytes[144]);
    bytes[144] = 5;
    Files.write(file, bytes);
    assertEquals(
        file + ": X: a sparse matrix, expected numbers",
        assertThrows(
                DataException.class,
                () -> Datasets.loadOne(file, OPTIONS, Split.TRAIN, warnings::add))
            .getMessage());
  }

  private static Mat5File pair(Array x, Array y) {
    Mat5File file = Mat5.newMatFile();
    file.addArray("X", x);
    file.addArray("y", y);
    return file;
  }

  @Test
  void refusesTruncatedFiles() throws IOException {
    byte[] whole = Files.readAllBytes(write(contents()));
    Path cut = folder.resolve("cut.mat");
    int complete = 0;
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      DataException error =
          assertThrows(
              DataException.class,
              () -> Datasets.loadOne(cut, OPTIONS, Split.TRAIN, warnings::add));
      // Between two elements nothing shows that there were more.
      complete += error.getMessage().contains("X without") ? 1 : 0;
    }
    assertEquals(1, complete);
  }

  @Test
  void verifiesChecksumsOfCompressedElements() throws IOException {
    Path file = write(contents());
    byte[] whole = Files.readAllBytes(file);
    // The last four bytes are the checksum of y.
    whole[whole.length - 1] ^= 1;
    Files.write(file, whole);
    assertEquals(
        file + ": damaged or truncated .mat file: incorrect data check",
        assertThrows(
                DataException.class,
                () -> Datasets.loadOne(file, OPTIONS, Split.TRAIN, warnings::add))
            .getMessage());
  }

  @Test
  void refusesOtherVersions() throws IOException {
    Path file = folder.resolve("data.mat");
    Files.write(file, "MATLAB 7.3 MAT-file, Platform: GLNXA64".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        file + ": a MATLAB 7.3 file, expected version 5 (save it with '-v7')",
        assertThrows(DataException.class, () -> MatFile.read(file)).getMessage());
    Files.writeString(file, "MATLAB 5.0 MAT-file");
    assertEquals(
        file + ": ends within its header",
        assertThrows(DataException.class, () -> MatFile.read(file)).getMessage());
    Files.writeString(file, "text");
    assertEquals(
        file + ": not a MATLAB version 5 file",
        assertThrows(DataException.class, () -> MatFile.read(file)).getMessage());
  }
}
