package oncilla.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.io.FormatException;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No damaged file is ever taken for a state, and what is passed over is named with the reason. */
class CheckpointDamageTest {
  private static final Network NETWORK = Network.classifier(40, List.of(16, 5));
  private static final Parameters START = Initialization.of(Scheme.HE).draw(NETWORK, 3);
  private static final Parameters OTHER = Initialization.of(Scheme.HE).draw(NETWORK, 4);
  private static final CheckpointFile FILE =
      new CheckpointFile(
          NETWORK,
          1,
          Precision.FP64,
          Map.of("seed", "3", "options", "{\"learning_rate\": 0.1}"),
          Map.of("schedule", "cosine"));

  @TempDir Path directory;

  private static TrainingState state(long step) {
    Snapshot kept = new Snapshot(new StepState.Position(step - 1, 2, 0), OTHER, List.of(START));
    return new TrainingState(
        new Snapshot(new StepState.Position(step, 2, 16), START, List.of(OTHER)),
        new ValidationState(
            Optional.of(new ValidationState.Lowest(step - 1, 2, 0.1 + 0.2, 2 / 3.0)),
            4,
            Optional.of(kept)),
        1 / 3.0,
        1e-300,
        12.5);
  }

  private static void assertSame(Snapshot expected, Snapshot found) {
    assertEquals(expected.position(), found.position());
    assertSame(expected.parameters(), found.parameters());
    assertEquals(expected.moments().size(), found.moments().size());
    for (int i = 0; i < expected.moments().size(); i++) {
      assertSame(expected.moments().get(i), found.moments().get(i));
    }
  }

  private static void assertSame(Parameters expected, Parameters found) {
    for (int l = 0; l < NETWORK.depth(); l++) {
      assertArrayEquals(expected.layers().get(l).weights(), found.layers().get(l).weights());
      assertArrayEquals(expected.layers().get(l).bias(), found.layers().get(l).bias());
    }
  }

  private Path written(long step) throws IOException {
    Path file = directory.resolve("state");
    FILE.write(file, state(step));
    return file;
  }

  private static int headerBytes(byte[] content) {
    return (int) ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong() + Long.BYTES;
  }

  /** One line that begins with the file. */
  private static void assertOneLine(Path file, FormatException refused) {
    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    TrainingState expected = state(1234567890123L);
    TrainingState found = FILE.read(written(1234567890123L));
    assertSame(expected.now(), found.now());
    assertSame(expected.validation().kept().orElseThrow(), found.validation().kept().orElseThrow());
    assertEquals(expected.validation().lowest(), found.validation().lowest());
    assertEquals(expected.validation().sinceLowest(), found.validation().sinceLowest());
    assertEquals(expected.cost(), found.cost());
    assertEquals(expected.dataCost(), found.dataCost());
    assertEquals(expected.seconds(), found.seconds());
  }

  /** The sums are those of the bytes in the file, so that other programs can check them too. */
  @Test
  void eachTensorHasTheCrcOfItsBytes() throws IOException {
    byte[] content = Files.readAllBytes(written(7));
    int header = headerBytes(content);
    String text = new String(content, 0, header, StandardCharsets.UTF_8);
    int bytes = 16 * 40 * Double.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(content, header, bytes);
    assertTrue(text.contains("\"crc32c.W1\":\"%08x\"".formatted(crc.getValue())), text);
    assertTrue(text.contains("\"data_offsets\":[0," + bytes + "]"), text);
  }

  @Test
  void aBitThatChangedIsAlwaysFound() throws IOException {
    Path file = written(7);
    byte[] content = Files.readAllBytes(file);
    int header = headerBytes(content);
    Random random = new Random(12);
    for (int i = 0; i < 1000; i++) {
      int at =
          i % 2 == 0 ? random.nextInt(header) : header + random.nextInt(content.length - header);
      byte[] damaged = content.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertOneLine(file, assertThrows(FormatException.class, () -> FILE.read(file), "byte " + at));
    }
  }

  @Test
  void aFileThatEndsEarlyIsFound() throws IOException {
    Path file = written(7);
    byte[] content = Files.readAllBytes(file);
    int header = headerBytes(content);
    for (int length = 0; length < content.length; length += length < header ? 97 : 1024) {
      Files.write(file, java.util.Arrays.copyOf(content, length));
      assertOneLine(file, assertThrows(FormatException.class, () -> FILE.read(file)));
    }
    Files.write(file, java.util.Arrays.copyOf(content, content.length + 8));
    assertOneLine(file, assertThrows(FormatException.class, () -> FILE.read(file)));
  }

  @Test
  void aStateOfAnotherRunIsRefused() throws IOException {
    Path file = written(7);
    CheckpointFile other =
        new CheckpointFile(NETWORK, 1, Precision.FP64, Map.of("seed", "4"), Map.of());
    assertTrue(
        assertThrows(FormatException.class, () -> other.read(file))
            .getMessage()
            .endsWith(": of another run: seed in its metadata differs from this one's"));
    for (CheckpointFile differs :
        List.of(
            new CheckpointFile(NETWORK, 2, Precision.FP64, Map.of(), Map.of()),
            new CheckpointFile(NETWORK, 1, Precision.FP32, Map.of(), Map.of()),
            new CheckpointFile(
                Network.classifier(41, List.of(16, 5)), 1, Precision.FP64, Map.of(), Map.of()))) {
      assertOneLine(file, assertThrows(FormatException.class, () -> differs.read(file)));
    }
  }

  @Test
  void takesTheNewestThatIsWhole() throws IOException {
    CheckpointFolder folder = new CheckpointFolder(directory.resolve("checkpoints"), FILE);
    assertTrue(folder.isEmpty());
    assertEquals(new CheckpointFolder.Search(Optional.empty(), List.of()), folder.search());
    for (long step : new long[] {5, 10, 15, 20}) {
      folder.save(state(step), Optional.of(state(4)), 3);
    }
    Path last = folder.path().resolve("00000020.safetensors");
    assertEquals(
        List.of(
            "00000010.safetensors",
            "00000015.safetensors",
            "00000020.safetensors",
            "best.safetensors"),
        names(folder));
    assertEquals(last, folder.search().newest().orElseThrow().file());

    Files.write(last, new byte[100]);
    Files.copy(
        folder.path().resolve("00000010.safetensors"),
        folder.path().resolve("00000030.safetensors"));
    Files.write(folder.path().resolve(".00000040.safetensors.1.part"), new byte[10]);
    CheckpointFolder.Search search = folder.search();
    assertEquals(15, search.newest().orElseThrow().state().step());
    assertEquals(
        List.of(folder.path().resolve("00000030.safetensors"), last),
        search.passedOver().stream().map(CheckpointFolder.PassedOver::file).toList());
    assertTrue(
        search
            .passedOver()
            .get(0)
            .reason()
            .endsWith("holds the state after 10 updates, expected that of its name"));

    // What is left of a killed writer is no file of a state, and goes.
    assertEquals(5, names(folder).size(), names(folder).toString());
    folder.keepBestAlone();
    assertEquals(List.of("best.safetensors"), names(folder));
    assertEquals(4, folder.search().newest().orElseThrow().state().step());
  }

  private static List<String> names(CheckpointFolder folder) throws IOException {
    try (var files = Files.list(folder.path())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatCannotBeWrittenLeavesTheOlderOnes() throws IOException {
    Path path = directory.resolve("checkpoints");
    CheckpointFolder folder = new CheckpointFolder(path, FILE);
    folder.save(state(5), Optional.empty(), 1);
    // A folder of the file's name cannot be written over, whoever runs the test.
    Files.createDirectories(path.resolve("00000010.safetensors/x"));
    assertThrows(IOException.class, () -> folder.save(state(10), Optional.empty(), 1));
    assertEquals(5, FILE.read(path.resolve("00000005.safetensors")).step());
  }
}
