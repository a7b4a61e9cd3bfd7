package oncilla.backend.opencl.tuning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.base.CacheFolder;
import oncilla.cl.ClDevice;

/**
 * Which variant a device gets for which product. Looked up in this order:
 *
 * <ol>
 *   <li>an entry for the device, in the user's file, then among the shipped ones;
 *   <li>an entry for another device of the same vendor and type, in the same two places;
 *   <li>what {@link KernelParameters#forDevice} has for the kind of device.
 * </ol>
 *
 * An entry that this program or the device cannot use is passed over with its reason.
 */
public final class TuningDatabase {
  private final Optional<Path> userFile;
  private final Function<String, TuningFile> shipped;

  /**
   * With other files.
   *
   * @param userFile need not exist
   * @param shipped from a vendor
   */
  TuningDatabase(Optional<Path> userFile, Function<String, TuningFile> shipped) {
    this.userFile = userFile;
    this.shipped = shipped;
  }

  /** What this user has: their own file and the shipped ones. */
  public static TuningDatabase ofUser() {
    return new TuningDatabase(
        CacheFolder.ofUser().map(folder -> folder.resolve("tuning.json")), TuningFile::shipped);
  }

  /** No entries: every device gets its kind's parameters. */
  public static TuningDatabase none() {
    return new TuningDatabase(Optional.empty(), vendor -> new TuningFile(vendor, List.of()));
  }

  Optional<Path> userFile() {
    return userFile;
  }

  /** Where a variant comes from. */
  enum Source {
    USER_DEVICE("the user's file"),
    SHIPPED_DEVICE("shipped"),
    USER_VENDOR("the user's file, for another device of this vendor"),
    SHIPPED_VENDOR("shipped, for another device of this vendor");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /** Whether the entry was made for the very device. */
    boolean own() {
      return this == USER_DEVICE || this == SHIPPED_DEVICE;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * What a device gets.
   *
   * @param parameters all of it
   * @param sources where tuned variants come from, by kind of product
   * @param refused entries for this device that cannot be used, each with its reason
   */
  public record Choice(
      KernelParameters parameters, Map<MatmulTable.Key, Source> sources, List<String> refused) {
    private static final int KINDS = MatmulForm.values().length * ShapeClass.values().length;

    /**
     * How many kinds of products are tuned, by where that comes from, in one line. Kinds of less
     * exact products are counted after the others.
     */
    String summary() {
      List<String> parts = tuned(MatmulPrecision.HIGHEST);
      if (parts.isEmpty()) {
        parts.add("none of " + KINDS);
      }
      for (MatmulPrecision precision : MatmulPrecision.values()) {
        if (precision != MatmulPrecision.HIGHEST) {
          tuned(precision).forEach(part -> parts.add(precision.label() + ": " + part));
        }
      }
      String tuned = String.join("; ", parts);
      return refused.isEmpty() ? tuned : tuned + "; refused: " + String.join("; ", refused);
    }

    private List<String> tuned(MatmulPrecision precision) {
      List<String> parts = new ArrayList<>();
      for (Source source : Source.values()) {
        long count =
            sources.entrySet().stream()
                .filter(each -> each.getKey().precision() == precision)
                .filter(each -> each.getValue() == source)
                .count();
        if (count > 0) {
          parts.add(count + " of " + KINDS + " " + source);
        }
      }
      return parts;
    }
  }

  private record Offer(Source source, String file, TuningEntry entry) {}

  /**
   * Looks everything up for a device.
   *
   * @throws BackendException in one line with file, place and remedy, if the user's file is damaged
   */
  public Choice choose(ClDevice device, Precision precision) {
    return choose(device, precision, userFile.map(TuningFile::read));
  }

  /** The same with another file in the place of the user's. */
  Choice choose(ClDevice device, Precision precision, Optional<TuningFile> user) {
    DeviceLimits limits = new DeviceLimits(device, precision);
    List<Offer> offers = offers(device, precision, user);
    KernelParameters parameters = KernelParameters.forDevice(device, precision);
    Map<MatmulTable.Key, Source> sources = new LinkedHashMap<>();
    List<String> refused = new ArrayList<>();
    MatmulTable table = parameters.matmul();
    for (Offer offer : offers) {
      MatmulTable.Key key = offer.entry().product().key();
      if (sources.containsKey(key)) {
        continue;
      }
      try {
        table = table.with(key, offer.entry().variant(limits));
        sources.put(key, offer.source());
      } catch (IllegalArgumentException unusable) {
        // What another device of the vendor can do was only a guess for this one.
        if (offer.source().own()) {
          refused.add(offer.file() + ", " + offer.entry() + ": " + unusable.getMessage());
        }
      }
    }
    return new Choice(parameters.withMatmul(table), sources, refused);
  }

  /** Entries that may serve, best first. */
  private List<Offer> offers(ClDevice device, Precision precision, Optional<TuningFile> user) {
    TuningEntry.Place here = TuningEntry.Place.of(device);
    TuningFile supplied = shipped.apply(device.vendor());
    List<Offer> offers = new ArrayList<>();
    for (Source source : Source.values()) {
      boolean users = source == Source.USER_DEVICE || source == Source.USER_VENDOR;
      TuningFile file = users ? user.orElse(null) : supplied;
      if (file == null) {
        continue;
      }
      for (TuningEntry entry : file.entries()) {
        boolean fits = source.own() ? entry.place().equals(here) : entry.place().sameVendor(here);
        if (fits && entry.product().precision() == precision) {
          offers.add(new Offer(source, file.name(), entry));
        }
      }
    }
    return offers;
  }
}
