package oncilla.data.mutation;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A good file to begin with.
 *
 * @param name what is special about it
 * @param bytes its content; not copied
 */
record Seed(String name, byte[] bytes) {
  /** The good files of this kind. */
  static List<Seed> stored(String kind) {
    return stored("seeds.txt", kind);
  }

  /** The files of this kind that a reader once took as it must not. */
  static List<Seed> onceWrong(String kind) {
    return stored("once-wrong.txt", kind);
  }

  /** Lines of kind, name, and the gzipped bytes in base64. */
  private static List<Seed> stored(String resource, String kind) {
    List<Seed> seeds = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Seed.class.getResourceAsStream("/oncilla/data/mutation/" + resource),
                StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(" ");
        if (fields[0].equals(kind)) {
          byte[] packed = Base64.getDecoder().decode(fields[2]);
          try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            seeds.add(new Seed(fields[1], in.readAllBytes()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seeds;
  }

  /** A text. */
  static Seed text(String name, String text) {
    return new Seed(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
