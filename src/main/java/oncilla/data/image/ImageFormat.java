package oncilla.data.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats that are read, told by the bytes that a file starts with. What the file is called
 * does not matter: pictures from the web often have another format's ending.
 */
enum ImageFormat {
  JPEG("JPEG", "\u00ff\u00d8\u00ff"),
  PNG("PNG", "\u0089PNG\r\n\u001a\n"),
  GIF("GIF", "GIF8"),
  BMP("BMP", "BM"),
  TIFF("TIFF", "II*\0", "MM\0*"),
  WEBP("WebP", "RIFF????WEBP");

  /** What is said of a file of none of these formats. */
  static final String EXPECTED = "not a JPEG, PNG, GIF, BMP, TIFF or WebP image";

  private static final char ANY = '?';

  private final String title;
  private final String[] starts;

  /** A start is a character a byte, where ? is any byte. */
  ImageFormat(String title, String... starts) {
    this.title = title;
    this.starts = starts;
  }

  static Optional<ImageFormat> of(byte[] file) {
    return Arrays.stream(values())
        .filter(format -> Arrays.stream(format.starts).anyMatch(start -> startsWith(file, start)))
        .findFirst();
  }

  private static boolean startsWith(byte[] file, String start) {
    if (file.length < start.length()) {
      return false;
    }
    for (int i = 0; i < start.length(); i++) {
      if (start.charAt(i) != ANY && (file[i] & 0xff) != start.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** What {@code file} is, of whose format nothing is read, and what makes a picture of it. */
  static String refusal(byte[] file) {
    if (file.length == 0) {
      return "the file is empty";
    }
    if (startsWith(file, "????ftyp")) {
      return media(ascii(file, 8, 4), ascii(file, 16, 48).contains("avif"));
    }
    if (startsWith(file, "\u00ff\n") || startsWith(file, "\0\0\0\fJXL ")) {
      return convert("a JPEG XL picture", "djxl FILE FILE.png");
    }
    if (startsWith(file, "\0\0\0\fjP  ") || startsWith(file, "\u00ffO\u00ffQ")) {
      return convert("a JPEG 2000 picture", "magick FILE FILE.png");
    }
    if (startsWith(file, "8BPS")) {
      return convert("a Photoshop document", "magick FILE[0] FILE.png");
    }
    if (startsWith(file, "II+\0") || startsWith(file, "MM\0+")) {
      return convert("a BigTIFF", "tiffcp FILE FILE.tif");
    }
    if (startsWith(file, "%PDF")) {
      return convert("a PDF document", "pdftoppm -png FILE FILE");
    }
    String text = ascii(file, 0, 256).strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return EXPECTED + ", but a web page (a download that failed?)";
    }
    return EXPECTED;
  }

  /** HEIC and AVIF are the pictures among the files that tell their brand in the first box. */
  private static String media(String brand, boolean alsoAvif) {
    return switch (alsoAvif ? "avif" : brand) {
      case "avif", "avis" -> convert("an AVIF picture", "avifdec FILE FILE.png");
      case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1" ->
          convert("a HEIC picture", "heif-convert FILE FILE.jpg");
      default -> EXPECTED + ", but a video or the like (of the brand " + brand.strip() + ")";
    };
  }

  private static String convert(String what, String command) {
    String magick = command.startsWith("magick") ? "" : " (or magick FILE FILE.png)";
    return what + ", which is not read; convert it first: " + command + magick;
  }

  private static String ascii(byte[] file, int from, int length) {
    int end = Math.min(file.length, from + length);
    return new String(file, from, Math.max(0, end - from), StandardCharsets.ISO_8859_1);
  }

  /** The name that people write. */
  @Override
  public String toString() {
    return title;
  }
}
