package oncilla.cl;

import java.util.List;
import java.util.Locale;

/** There is no OpenCL to use: an ordinary answer, with what mends it. */
public final class ClUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** With one line each for the reason and the remedy. */
  public ClUnavailableException(String reason, String remedy, Throwable cause) {
    super(reason, cause);
    this.remedy = remedy;
  }

  /** The system has no OpenCL loader library. */
  public static ClUnavailableException noLoader(Throwable cause) {
    Installing here = Installing.here();
    return new ClUnavailableException(
        "no usable OpenCL loader (" + here.loader() + ") was found", here.loaderRemedy(), cause);
  }

  /**
   * A loader library was found and could not be used.
   *
   * @param why one line, such as {@code /usr/lib/libOpenCL.so.1 is not a shared library}
   */
  public static ClUnavailableException unusableLoader(String why, Throwable cause) {
    return new ClUnavailableException(
        "the OpenCL loader could not be loaded: " + why, Installing.here().loaderRemedy(), cause);
  }

  /** The loader is there and knows no platform. */
  public static ClUnavailableException noPlatform() {
    // The variable replaces the list of installed drivers, so it is the likely culprit.
    String vendors = System.getenv("OCL_ICD_VENDORS");
    return new ClUnavailableException(
        "the OpenCL loader found no platform, so no driver is installed"
            + (vendors == null ? "" : " (looked for in OCL_ICD_VENDORS=" + vendors + ")"),
        Installing.here().driverRemedy(),
        null);
  }

  /**
   * The platforms have no device.
   *
   * @param platforms their names
   */
  static ClUnavailableException noDevice(List<String> platforms) {
    return new ClUnavailableException(
        "no OpenCL platform has a device (platforms: " + String.join(", ", platforms) + ")",
        PoclCache.remedy(String.join(", ", platforms), System.getenv())
            .or(
                () ->
                    platforms.stream()
                        .flatMap(platform -> Installing.deviceRemedy(platform).stream())
                        .findFirst()
                        .map(
                            remedy ->
                                remedy + "; or " + lowerCase(Installing.here().driverRemedy())))
            .orElse(Installing.here().driverRemedy()),
        null);
  }

  /**
   * Every platform or device that there is answered with an error.
   *
   * @param what which, and what they answered; one line
   */
  static ClUnavailableException failed(String what) {
    return new ClUnavailableException(
        "no OpenCL device can be used: " + what,
        "Update or remove the driver that is named, or install another: the command clinfo shows"
            + " whether it works for other programs",
        null);
  }

  /** What a user can do. */
  public String remedy() {
    return remedy;
  }

  private static String lowerCase(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
