package oncilla.backend.opencl.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {
  private static final String KEY = "device and source, with \u00e4";
  private static final byte[] BINARY = "what the compiler made".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private ProgramCache cache() {
    return ProgramCache.in(folder.resolve("programs"), ProgramCache.Limits.USUAL);
  }

  private Path file(String key) {
    return folder.resolve("programs").resolve(CacheEntry.name(key) + ".program");
  }

  private Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder.resolve("programs"))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  @Test
  void whatIsStoredIsFoundByALaterCache() {
    assertEquals(Optional.empty(), cache().find(KEY));
    cache().store(KEY, BINARY);
    assertArrayEquals(BINARY, cache().find(KEY).orElseThrow());
    assertEquals(Optional.empty(), cache().find(KEY + " "));
    cache().store(KEY, new byte[] {7});
    assertArrayEquals(new byte[] {7}, cache().find(KEY).orElseThrow());
    cache().store(KEY, new byte[0]);
    assertArrayEquals(new byte[0], cache().find(KEY).orElseThrow());
  }

  @Test
  void noChangedByteGoesUnnoticed() throws IOException {
    cache().store(KEY, BINARY);
    byte[] whole = Files.readAllBytes(file(KEY));
    for (int position = 0; position < whole.length; position++) {
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x10;
      Files.write(file(KEY), damaged);
      assertEquals(Optional.empty(), cache().find(KEY), "byte " + position);
    }
    Files.write(file(KEY), whole);
    assertArrayEquals(BINARY, cache().find(KEY).orElseThrow());
  }

  @Test
  void noMissingOrAddedByteGoesUnnoticed() throws IOException {
    cache().store(KEY, BINARY);
    byte[] whole = Files.readAllBytes(file(KEY));
    for (int length = 0; length <= whole.length + 1; length++) {
      Files.write(file(KEY), java.util.Arrays.copyOf(whole, length));
      assertEquals(length == whole.length, cache().find(KEY).isPresent(), length + " bytes");
    }
  }

  @Test
  void theFileOfAnotherKeyIsNoEntry() throws IOException {
    cache().store("another key", BINARY);
    Files.move(file("another key"), file(KEY));
    assertEquals(Optional.empty(), cache().find(KEY));
    // The same bytes with the border between key and binary elsewhere.
    cache().store("ab", "c".getBytes(StandardCharsets.UTF_8));
    Files.move(file("ab"), file("abc"));
    assertEquals(Optional.empty(), cache().find("abc"));
  }

  @Test
  void aFolderThatCannotBeMadeKeepsNothing() throws IOException {
    Files.writeString(folder.resolve("programs"), "a file where the folder would be");
    cache().store(KEY, BINARY);
    assertEquals(Optional.empty(), cache().find(KEY));
    assertEquals("a file where the folder would be", Files.readString(folder.resolve("programs")));
    assertFalse(ProgramCache.off().isOn());
    ProgramCache.off().store(KEY, BINARY);
    assertEquals(Optional.empty(), ProgramCache.off().find(KEY));
  }

  @Test
  void aFolderInPlaceOfAnEntryIsNoEntry() throws IOException {
    Files.createDirectories(file(KEY).resolve("full"));
    assertEquals(Optional.empty(), cache().find(KEY));
    cache().store(KEY, BINARY);
    assertEquals(Optional.empty(), cache().find(KEY));
    assertEquals(Set.of(file(KEY).getFileName().toString()), names());
  }

  private void usedHoursAgo(String key, int hours) throws IOException {
    Files.setLastModifiedTime(
        file(key), FileTime.from(Instant.now().minus(Duration.ofHours(hours))));
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws IOException {
    ProgramCache three = ProgramCache.in(folder.resolve("programs"), limits(3, 1 << 20));
    for (String key : List.of("a", "b", "c")) {
      three.store(key, BINARY);
    }
    usedHoursAgo("a", 5);
    usedHoursAgo("b", 4);
    usedHoursAgo("c", 3);
    assertTrue(three.find("a").isPresent()); // and so it is the youngest
    three.store("d", BINARY);
    assertTrue(three.find("b").isEmpty());
    assertTrue(three.find("a").isPresent() && three.find("c").isPresent());

    long two = 2 * Files.size(file("a"));
    usedHoursAgo("c", 2);
    usedHoursAgo("d", 1);
    ProgramCache small = ProgramCache.in(folder.resolve("programs"), limits(100, two));
    small.store("a", BINARY);
    assertTrue(small.find("c").isEmpty());
    assertTrue(small.find("a").isPresent() && small.find("d").isPresent());
    small.store("larger than all there may be", new byte[(int) two]);
    assertTrue(small.find("a").isPresent() && small.find("d").isPresent());
    assertEquals(2, names().size());
  }

  private static ProgramCache.Limits limits(int entries, long bytes) {
    return new ProgramCache.Limits(entries, bytes);
  }

  @Test
  void onlyItsOwnFilesAreRemoved() throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path old = Files.writeString(programs.resolve("given-up.part"), "x");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Files.writeString(programs.resolve("being-written.part"), "x");
    Files.writeString(programs.resolve("notes.txt"), "x");
    ProgramCache.in(programs, limits(0, 1 << 20)).store(KEY, BINARY);
    assertEquals(Set.of("being-written.part", "notes.txt"), names());
  }

  @Test
  void manyMayShareTheFolder() throws ExecutionException, InterruptedException {
    int workers = 8;
    int rounds = 40;
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<Integer>> found = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        found.add(pool.submit(() -> share(rounds)));
      }
      for (Future<Integer> hits : found) {
        assertTrue(hits.get() > 0);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Stores and reads few keys with few places; what is found is always right. */
  private int share(int rounds) {
    ProgramCache mine = ProgramCache.in(folder.resolve("programs"), limits(2, 1 << 20));
    int hits = 0;
    for (int round = 0; round < rounds; round++) {
      String key = "key " + round % 3;
      byte[] binary = key.repeat(1000).getBytes(StandardCharsets.UTF_8);
      mine.store(key, binary);
      Optional<byte[]> found = mine.find(key);
      if (found.isPresent()) {
        hits++;
        assertArrayEquals(binary, found.get());
      }
    }
    return hits;
  }
}
