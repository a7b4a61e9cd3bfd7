package oncilla.backend.opencl.device;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cl.ClDevice;

/**
 * Devices that are known to compute wrong, so that the user reads the cause and what mends it and
 * not only which kernel failed. What is not known here is left to the verification of kernels.
 */
final class KnownDefects {
  /** The two first numbers of a version, with or without the name of the project before them. */
  private static final Pattern VERSION = Pattern.compile("(?i)(?:mesa\\s+)?(\\d{1,4})\\.\\d+.*");

  private static final List<Row> ROWS =
      List.of(
          // "Maximum iterations before loop termination, shared between every loop" in
          // lp_bld_limits.h, for Rusticl and for the older Clover.
          new Row(
              Pattern.compile("(?i)llvmpipe\\b.*"),
              25,
              "ends the loops of a work item after 65,535 rounds and carries on, so sums are cut off",
              Message.of(
                  "Mesa 25 mends it: update Mesa (mesa-opencl-icd), or install PoCL"
                      + " (pocl-opencl-icd) or the driver of your GPU, or use ",
                  Setting.BACKEND,
                  " cpu")));

  private KnownDefects() {}

  /**
   * Devices with one defect.
   *
   * @param name fits their names
   * @param mendedIn the first major version of the driver without it
   * @param what what they do wrong, as the end of a sentence about them
   * @param remedy what a user can do
   */
  private record Row(Pattern name, int mendedIn, String what, Message remedy) {
    Optional<KnownDefect> of(ClDevice device) {
      if (!name.matcher(device.name()).matches()) {
        return Optional.empty();
      }
      Matcher version = VERSION.matcher(device.driverVersion());
      if (!version.matches()) {
        // A version that cannot be read may be an old one.
        return Optional.of(
            new KnownDefect(
                "%s %s before version %d of the driver, and '%s' is no version that can be read"
                    .formatted(device.name(), what, mendedIn, device.driverVersion()),
                remedy));
      }
      if (Integer.parseInt(version.group(1)) >= mendedIn) {
        return Optional.empty();
      }
      return Optional.of(
          new KnownDefect(
              "%s with driver %s %s".formatted(device.name(), device.driverVersion(), what),
              remedy));
    }
  }

  /**
   * A defect of a device.
   *
   * @param what the device and what it does wrong, one line
   * @param remedy what a user can do, one line
   */
  record KnownDefect(String what, Message remedy) {}

  /** What {@code device} is known to do wrong. */
  static Optional<KnownDefect> of(ClDevice device) {
    return ROWS.stream().flatMap(row -> row.of(device).stream()).findFirst();
  }
}
