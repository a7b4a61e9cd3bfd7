package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sets in chunks of which some were never written: those hold the fill value. */
class Hdf5GapsTest {
  private static final int ROW = 6;

  @TempDir Path folder;

  private Path file(String name) throws IOException {
    try (InputStream in = Hdf5GapsTest.class.getResourceAsStream("gaps.txt")) {
      String line =
          new String(in.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(one -> one.startsWith(name + " "))
              .findFirst()
              .orElseThrow();
      byte[] packed = Base64.getDecoder().decode(line.substring(name.length() + 1));
      try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        return Files.write(folder.resolve(name + ".h5"), unpacked.readAllBytes());
      }
    }
  }

  private Dataset read(String name) throws IOException {
    return Datasets.loadOne(file(name), DataOptions.defaults(), Split.TRAIN, line -> {});
  }

  private void assertRefused(String name, String expected) {
    String message = assertThrows(DataException.class, () -> read(name)).getMessage();
    String where = folder.resolve(name + ".h5") + ": train_set_x: ";
    assertTrue(message.startsWith(where + expected), message);
    assertTrue(!message.contains("damaged or truncated HDF5 file"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "tree-200, 200, 2",
    "tree-packed-200, 200, 2",
    "fixed-200, 200, 2",
    "fixed-packed-200, 200, 2",
    "tree2-200, 200, 2",
    "latest-200, 200, 2",
    "tree-0, 0, 2",
    "fixed-0, 0, 2",
    "extensible-200, 200, 3",
  })
  void whatWasNeverWrittenHoldsTheFillValue(String name, int fill, int written) throws IOException {
    byte[] expected = new byte[4 * ROW];
    Arrays.fill(expected, (byte) fill);
    // The second row was written, or the first two.
    for (int i = written == 2 ? ROW : 0; i < 2 * ROW; i++) {
      expected[i] = (byte) (i % 7 * 30);
    }
    Dataset data = read(name);
    assertArrayEquals(expected, ((Pixels) data.features()).values());
    assertArrayEquals(new byte[] {0, 1, 0, 1}, data.labels());
  }

  @Test
  void fillValuesAreOfAnyTypeAndLabelsHaveThemToo() throws IOException {
    Dataset data = read("numbers");
    assertArrayEquals(
        new double[] {-1.5, -1.5, -1.5, -1.5, 0.25, 3, -1.5, -1.5},
        ((Table) data.features()).values());
    assertArrayEquals(new byte[] {0, 0, 1, 1}, data.labels());
  }

  /** 74 MB in 10 kB: a thirtieth of it was written, in chunks that are packed well. */
  @Test
  void fewBytesMayHoldManyNumbers() throws IOException {
    Dataset data = read("large-written");
    byte[] values = ((Pixels) data.features()).values();
    assertEquals(6000 * 64 * 64 * 3, values.length);
    int written = 200 * 64 * 64 * 3;
    for (int i = 0; i < values.length; i++) {
      assertEquals(i < written ? 7 : 3, values[i]);
    }
  }

  @Test
  void whatIsHardlyWrittenIsRefused() {
    assertRefused(
        "large-hardly",
        "numbers of 73728000 bytes, of which the file (7490 bytes) holds 12288 at most; expected"
            + " at least 1 in 1032 written");
    assertRefused("nothing", "no data was ever written");
  }

  @Test
  void whatTheLibraryCannotReadIsNamedWithTheRemedy() {
    assertRefused(
        "packed-latest",
        "its layout is of version 5, as HDF5 2.0 writes packed chunks with libver='latest', and"
            + " this program reads up to 4 (h5py with libver='earliest' writes another");
    assertRefused(
        "extensible-gap",
        "its index of chunks (an extensible array) is damaged or has gaps, chunks that were never"
            + " written, which this program cannot read (h5repack -l CONTI FILE NEWFILE,");
  }
}
