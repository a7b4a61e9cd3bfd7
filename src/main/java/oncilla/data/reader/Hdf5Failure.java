package oncilla.data.reader;

import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.data.DataException;

/**
 * What went wrong in the HDF5 library, in one line. It meets damage with whatever its parsing runs
 * into; an intact file that holds what it cannot read is another matter, and has a remedy.
 */
final class Hdf5Failure {
  private static final Pattern MISSING_FILTER =
      Pattern.compile("A required filter is not available: name='(.*)' id=(\\d+)");

  private Hdf5Failure() {}

  /** What {@code call} gives. */
  static <T> T guarded(String where, Supplier<T> call) {
    try {
      return call.get();
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new DataException(where + ": " + what(e), e);
    }
  }

  private static String what(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage() == null ? "" : cause.getMessage();
      if (cause instanceof HdfFilterException) {
        Matcher filter = MISSING_FILTER.matcher(message);
        if (filter.find()) {
          return "packed with the filter "
              + filter(filter.group(1), Integer.parseInt(filter.group(2)))
              + ", which this program cannot unpack (h5repack -f NONE FILE NEWFILE writes it plain)";
        }
      }
      if (cause instanceof UnsupportedHdfException) {
        return message.startsWith("Virtual storage")
            ? "a virtual data set, a view of others, which this program cannot read (h5repack -l"
                + " CONTI FILE NEWFILE writes it plain)"
            : message.startsWith("Unsupported data layout message version")
                ? "its layout is of version "
                    + message.replaceAll(".*= *", "")
                    + ", as HDF5 2.0 writes packed chunks with libver='latest', and this program"
                    + " reads up to 4 (h5py with libver='earliest' writes another; so does h5repack -l CONTI"
                    + " FILE NEWFILE, of HDF5 2.0)"
                : message.startsWith("Encountered External Data")
                    ? "its numbers lie in another file, which this program does not read (h5repack -l"
                        + " CONTI FILE NEWFILE writes them into one)"
                    : "stored in a way that this program cannot read: "
                        + message
                        + " (h5repack FILE NEWFILE may mend it)";
      }
    }
    Throwable shown = failure;
    String detail =
        shown.getMessage() == null ? shown.getClass().getSimpleName() : shown.getMessage();
    return "damaged or truncated HDF5 file: " + detail;
  }

  /** Files may leave the names of filters out; these are registered with the HDF Group. */
  private static String filter(String name, int id) {
    String known =
        switch (id) {
          case 4 -> "szip";
          case 5 -> "nbit";
          case 6 -> "scaleoffset";
          case 307 -> "bzip2";
          case 32001 -> "blosc";
          case 32013 -> "zfp";
          case 32015 -> "zstd";
          case 32026 -> "blosc2";
          default -> name;
        };
    return known.isEmpty() ? "number " + id : known;
  }
}
