package oncilla.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import oncilla.cli.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench decode}: what its document says, not how fast anything is. */
class BenchDecodeTest {
  @TempDir Path folder;

  @Test
  void theDocumentHasARateOnOneCoreAndOnAll() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", inside.resolve("a.png").toFile());
    long bytes = Files.size(inside.resolve("a.png"));
    JsonNode document =
        Outcome.done("bench", "decode", "" + folder, "--seconds", "0.001", "--json").json();
    assertEquals("decode", document.get("bench").asText());
    assertEquals(64, document.at("/options/image_size").asInt());
    int cores = Runtime.getRuntime().availableProcessors();
    assertEquals(cores > 1 ? 2 : 1, document.get("results").size());
    int[] threads = {1, cores};
    for (int i = 0; i < document.get("results").size(); i++) {
      JsonNode rate = document.get("results").get(i);
      assertEquals(threads[i], rate.get("threads").asInt());
      long pictures = rate.get("pictures").asLong();
      assertTrue(pictures >= threads[i], rate.toString());
      double seconds = rate.get("seconds").asDouble();
      assertEquals(
          pictures / seconds,
          rate.get("pictures_per_second").asDouble(),
          1e-9 * pictures / seconds);
      assertEquals(
          bytes * pictures / seconds,
          rate.get("bytes_per_second").asDouble(),
          1e-9 * bytes * pictures / seconds);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Outcome none = Outcome.of("bench", "decode", "" + folder);
    assertEquals(1, none.code());
    assertTrue(none.err().contains(folder + ": no images"), none.err());
    Files.writeString(folder.resolve("a.png"), "no picture");
    Outcome bad = Outcome.of("bench", "decode", "" + folder);
    assertEquals(1, bad.code());
    assertTrue(bad.err().contains("a.png: not a readable image"), bad.err());
    Outcome.of("bench", "decode", "" + folder, "--seconds", "0")
        .assertUsageError("oncilla bench decode", "must be positive and finite");
  }
}
