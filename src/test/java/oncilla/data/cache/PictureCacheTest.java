package oncilla.data.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import oncilla.data.Caching;
import oncilla.data.DataException;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Notices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures here are files of one byte, of which each number of their row is made. */
class PictureCacheTest {
  private static final ImageGeometry GEOMETRY = new ImageGeometry(700, 500, 3);
  private static final int COLUMNS = GEOMETRY.size();
  private static final byte BAD = 99;

  @TempDir Path temporary;
  private Path source;
  private Path cache;
  private final List<Path> pictures = new ArrayList<>();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger decoded = new AtomicInteger();

  @BeforeEach
  void makePictures() throws IOException {
    source = Files.createDirectory(temporary.resolve("pictures"));
    cache = temporary.resolve("cache");
    // Rows of a megabyte: four of them are a block, and the last block is shorter.
    for (int i = 0; i < 9; i++) {
      pictures.add(picture("p" + i, (byte) (i + 1)));
    }
  }

  private Path picture(String name, byte content) throws IOException {
    return Files.write(source.resolve(name), new byte[] {content});
  }

  private byte[] decode(Path picture) {
    decoded.incrementAndGet();
    try {
      byte[] content = Files.readAllBytes(picture);
      if (content[0] == BAD) {
        throw new DataException(picture + ": no picture");
      }
      byte[] row = new byte[COLUMNS];
      for (int i = 0; i < COLUMNS; i++) {
        row[i] = (byte) (content[0] * 31 + i);
      }
      return row;
    } catch (IOException missing) {
      throw new DataException(picture + ": missing", missing);
    }
  }

  private Optional<PictureCache.Decoded> rows(Path folder, PictureCache.Free free) {
    return rows(folder, free, 1L << 40);
  }

  private Optional<PictureCache.Decoded> rows(Path folder, PictureCache.Free free, long heap) {
    return PictureCache.rows(
        new Caching(Optional.of(folder), 0),
        source,
        pictures,
        GEOMETRY,
        255,
        this::decode,
        Notices.to(lines::add),
        free,
        heap);
  }

  private Features rows() {
    return rows(cache, folder -> 1L << 40).orElseThrow().features();
  }

  /** That the rows are those of the readable pictures, and how many were decoded for it. */
  private void assertRows(Features features, int expectedDecoded) {
    List<Path> readable = pictures.stream().filter(this::isGood).toList();
    assertEquals(readable.size(), features.rows());
    for (int i = 0; i < readable.size(); i++) {
      byte[] row = new byte[COLUMNS];
      features.copyRows(i, i + 1, row);
      int before = decoded.get();
      assertArrayEquals(decode(readable.get(i)), row, "row " + i);
      decoded.set(before);
    }
    assertEquals(expectedDecoded, decoded.getAndSet(0));
  }

  private boolean isGood(Path picture) {
    try {
      return Files.readAllBytes(picture)[0] != BAD;
    } catch (IOException missing) {
      return false;
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.sorted().toList();
    }
  }

  private Path file() throws IOException {
    assertEquals(1, files().size(), () -> "" + cache);
    return files().get(0);
  }

  @Test
  void decodesOnce() throws IOException {
    assertRows(rows(), 9);
    assertEquals(
        List.of(source + ": 9 decoded pictures are kept in " + file() + " (10 MiB)"), lines);
    lines.clear();
    Features again = rows();
    assertRows(again, 0);
    assertEquals(List.of(source + ": 9 decoded pictures are read from " + file()), lines);
    assertEquals(Optional.of(GEOMETRY), again.imageGeometry());
    assertEquals(255, again.divisor());
    assertEquals(PixelFile.bytes(9, COLUMNS), Files.size(file()));
  }

  @Test
  void decodesAgainWhatChanged() throws IOException {
    rows();
    decoded.set(0);
    Files.write(pictures.get(4), new byte[] {77});
    assertRows(rows(), 9);
    // Of the same content and size, and another time.
    Files.setLastModifiedTime(pictures.get(2), FileTime.from(Instant.ofEpochSecond(1_000_000)));
    assertRows(rows(), 9);
    pictures.add(picture("p91", (byte) 50));
    assertRows(rows(), 10);
    pictures.remove(0);
    assertRows(rows(), 9);
    Collections.swap(pictures, 1, 2);
    assertRows(rows(), 9);
    assertRows(rows(), 0);
    file();
  }

  /** Every kind of damage is found, and mended. */
  @Test
  void noDamagedFileIsRead() throws IOException {
    rows();
    byte[] good = Files.readAllBytes(file());
    decoded.set(0);
    List<UnaryOperator<byte[]>> damages = new ArrayList<>();
    int end = 64 + 9 * COLUMNS;
    for (int at :
        new int[] {
          0,
          8,
          39,
          40,
          63,
          64,
          65 + COLUMNS,
          end - 1,
          end,
          end + 11,
          end + 12,
          end + 16,
          end + 20,
          good.length - 1
        }) {
      damages.add(bytes -> flipped(bytes, at));
    }
    for (int length : new int[] {0, 1, 63, 64, 100, 64 + COLUMNS, end, end + 20, good.length - 1}) {
      damages.add(bytes -> Arrays.copyOf(bytes, length));
    }
    damages.add(bytes -> Arrays.copyOf(bytes, bytes.length + 1));
    damages.add(bytes -> Arrays.copyOf(bytes, bytes.length + COLUMNS));
    damages.add(bytes -> Arrays.copyOfRange(bytes, 1, bytes.length));
    damages.add(bytes -> new byte[bytes.length]);
    for (int i = 0; i < damages.size(); i++) {
      byte[] damaged = damages.get(i).apply(good.clone());
      Files.write(file(), damaged);
      lines.clear();
      Features features = rows();
      assertEquals(9, decoded.getAndSet(0), "damage " + i);
      byte[] row = new byte[COLUMNS];
      features.copyRows(8, 9, row);
      assertArrayEquals(decode(pictures.get(8)), row);
      decoded.set(0);
      assertArrayEquals(good, Files.readAllBytes(file()));
    }
    assertRows(rows(), 0);
  }

  private static byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= 4;
    return bytes;
  }

  /** What is wrong with a picture is found out each time; the others stay as they are. */
  @Test
  void keepsWhichPicturesCannotBeRead() throws IOException {
    pictures.add(3, picture("bad", BAD));
    pictures.add(source.resolve("missing"));
    for (int expected : new int[] {11, 2, 2}) {
      PictureCache.Decoded found = rows(cache, folder -> 1L << 40).orElseThrow();
      assertRows(found.features(), expected);
      assertEquals(List.of(3, 10), List.copyOf(found.failures().keySet()));
      assertEquals(pictures.get(3) + ": no picture", found.failures().get(3).getMessage());
    }
    // One that was there for a moment only, of the time that it had.
    FileTime time = Files.getLastModifiedTime(pictures.get(3));
    Files.write(pictures.get(3), new byte[] {5});
    Files.setLastModifiedTime(pictures.get(3), time);
    assertRows(rows(), 1 + 11);
  }

  @Test
  void ofNoPictureThereIsNoFile() throws IOException {
    pictures.clear();
    pictures.add(picture("bad", BAD));
    assertEquals(Optional.empty(), rows(cache, folder -> 1L << 40));
  }

  @Test
  void saysWhyNothingIsKept() throws IOException {
    Path inTheWay = Files.write(temporary.resolve("file"), new byte[] {1});
    assertEquals(Optional.empty(), rows(inTheWay.resolve("cache"), folder -> 1L << 40));
    assertEquals(1, lines.size());
    assertTrue(
        lines.get(0).startsWith(source + ": decoded pictures are not kept in " + inTheWay),
        lines::toString);
    lines.clear();
    assertEquals(Optional.empty(), rows(cache, folder -> 18L << 20));
    assertEquals(
        List.of(
            source
                + ": decoded pictures are not kept in "
                + cache
                + ": they would take 10 MiB, more than half of the 18 MiB that there are"),
        lines);
    assertEquals(0, decoded.get());
    assertEquals(List.of(), files());
  }

  /** Neither the disk nor the heap has room. */
  @Test
  void decodesAgainAndAgainWhereThereIsNoRoom() throws IOException {
    pictures.add(3, picture("bad", BAD));
    PictureCache.Decoded found = rows(cache, folder -> 18L << 20, 19L << 20).orElseThrow();
    assertEquals(10, decoded.getAndSet(0));
    assertEquals(List.of(3), List.copyOf(found.failures().keySet()));
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(1).contains("decoded whenever they are needed"), lines::toString);
    assertRows(found.features(), 9);
    assertRows(found.features().slice(0, 9), 9);
    double[] row = new double[COLUMNS];
    found.features().copyRows(8, 9, row);
    byte[] expected = decode(pictures.get(9));
    for (int i = 0; i < COLUMNS; i++) {
      assertEquals(expected[i] & 0xFF, row[i]);
    }
    assertEquals(List.of(), files());
  }

  /** A folder of the file's name, which nothing can be renamed to. */
  @Test
  void leavesNoLitterWhereItCannotWrite() throws IOException {
    rows();
    Path file = file();
    Files.delete(file);
    Files.createDirectories(file.resolve("something"));
    assertEquals(Optional.empty(), rows(cache, folder -> 1L << 40));
    assertEquals(List.of(file), files());
    assertTrue(lines.get(1).contains("are not kept in"), lines::toString);
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws IOException {
    Files.createDirectories(cache);
    Instant now = Instant.now();
    for (int i = 0; i < 4; i++) {
      Path old = cache.resolve("old" + i + ".pixels");
      Files.write(old, new byte[4 << 20]);
      Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(10 - i))));
    }
    Path abandoned = Files.write(cache.resolve(".x.part"), new byte[3]);
    Files.setLastModifiedTime(abandoned, FileTime.from(now.minus(Duration.ofDays(2))));
    Path written = Files.write(cache.resolve(".y.part"), new byte[3]);
    Path other = Files.write(cache.resolve("notes.txt"), new byte[3]);
    // Half of 24 + 16 MiB: 20 MiB, of which the new file takes a little more than 9.
    rows(cache, folder -> 24L << 20).orElseThrow();
    List<Path> left = files();
    assertFalse(left.contains(cache.resolve("old0.pixels")), left::toString);
    assertFalse(left.contains(cache.resolve("old1.pixels")), left::toString);
    assertTrue(left.contains(cache.resolve("old2.pixels")), left::toString);
    assertTrue(left.contains(cache.resolve("old3.pixels")), left::toString);
    assertFalse(left.contains(abandoned), left::toString);
    assertTrue(left.containsAll(List.of(written, other)), left::toString);
  }

  /** A file that is used stays as it is when another takes its name. */
  @Test
  void rowsInUseStay() throws IOException {
    Features features = rows();
    byte[] before = new byte[COLUMNS];
    features.copyRows(4, 5, before);
    Files.write(pictures.get(4), new byte[] {77});
    rows();
    byte[] after = new byte[COLUMNS];
    features.copyRows(4, 5, after);
    assertArrayEquals(before, after);
  }

  @Test
  void severalMayWriteAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Features>> all =
          IntStream.range(0, 4).mapToObj(i -> threads.submit(() -> rows())).toList();
      for (Future<Features> one : all) {
        decoded.set(0);
        assertRows(one.get(), decoded.get());
      }
    } finally {
      threads.shutdown();
    }
    decoded.set(0);
    assertRows(rows(), 0);
    file();
  }

  @Test
  void rowsOfSeveralWindowsAreCopiedAtOnce() throws IOException {
    ImageGeometry small = new ImageGeometry(1, 5, 1);
    byte[] bytes = new byte[3 + 7 * 5];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (200 + i);
    }
    Path file = Files.write(temporary.resolve("bytes"), bytes);
    for (int window : new int[] {1, 5, 9, 10, 24, 1000}) {
      MappedPixels pixels;
      try (FileChannel channel = FileChannel.open(file)) {
        pixels = MappedPixels.map(channel, 3, 7, small, 255, window);
      }
      for (int from = 0; from <= 7; from++) {
        for (int to = from; to <= 7; to++) {
          byte[] expected = Arrays.copyOfRange(bytes, 3 + 5 * from, 3 + 5 * to);
          byte[] found = new byte[expected.length];
          pixels.copyRows(from, to, found);
          assertArrayEquals(expected, found);
          ByteBuffer buffer = ByteBuffer.allocateDirect(expected.length + 2).position(2);
          pixels.copyRows(from, to, buffer);
          assertFalse(buffer.hasRemaining());
          double[] numbers = new double[expected.length];
          pixels.copyRows(from, to, numbers);
          for (int i = 0; i < numbers.length; i++) {
            assertEquals(expected[i] & 0xFF, numbers[i]);
            assertEquals(expected[i], buffer.get(2 + i));
          }
        }
      }
    }
  }
}
