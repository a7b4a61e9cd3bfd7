package oncilla.cl;

import java.util.Optional;

/**
 * A platform or device that cannot be used, because it answered a question of the listing with an
 * error. The others are listed all the same.
 *
 * @param platform the platform's name, or its place where it did not even say that; empty if the
 *     loader failed before there was a platform
 * @param device the device's name or its place among those of the platform; empty if the platform
 *     failed
 * @param call the function that failed, such as {@code clGetDeviceIDs}
 * @param code its error code
 * @param what call, symbol and code of the error in words, and what was asked for
 */
public record ClFailure(
    Optional<String> platform, Optional<String> device, String call, int code, String what) {
  /** The failure of {@code error}. */
  static ClFailure of(Optional<String> platform, Optional<String> device, ClException error) {
    return new ClFailure(platform, device, error.call(), error.code(), error.getMessage());
  }

  /** What failed: the device with its platform, the platform, or the loader. */
  public String subject() {
    return platform
        .map(name -> device.map(one -> one + " of " + name).orElse(name))
        .orElse("the OpenCL loader");
  }

  /** What failed and how, one line. */
  @Override
  public String toString() {
    return subject() + ": " + what;
  }
}
