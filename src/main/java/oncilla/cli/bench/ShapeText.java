package oncilla.cli.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.backend.MatmulDims;
import picocli.CommandLine;

/** Reads the extents of a product, {@code MxNxK}. */
final class ShapeText implements CommandLine.ITypeConverter<ShapeText.Shape> {
  private static final Pattern TEXT =
      Pattern.compile("([1-9]\\d{0,6})x([1-9]\\d{0,6})x([1-9]\\d{0,6})");

  /**
   * Extents, written as they are read.
   *
   * @param dims C has m rows and n columns, and sums have k terms
   */
  record Shape(MatmulDims dims) {
    @Override
    public String toString() {
      return dims.m() + "x" + dims.n() + "x" + dims.k();
    }
  }

  @Override
  public Shape convert(String text) {
    Matcher match = TEXT.matcher(text.strip());
    if (!match.matches()) {
      throw new CommandLine.TypeConversionException(
          "'" + text + "' is not a shape MxNxK such as 512x512x512");
    }
    long m = Long.parseLong(match.group(1));
    long n = Long.parseLong(match.group(2));
    long k = Long.parseLong(match.group(3));
    long largest = Math.max(m * n, Math.max(m * k, n * k));
    if (largest > Integer.MAX_VALUE - 8) {
      throw new CommandLine.TypeConversionException(
          "'" + text + "': a matrix of " + largest + " elements exceeds a Java array");
    }
    return new Shape(new MatmulDims(m, n, k));
  }
}
