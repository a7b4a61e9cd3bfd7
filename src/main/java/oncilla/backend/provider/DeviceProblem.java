package oncilla.backend.provider;

import java.util.Optional;
import java.util.OptionalInt;
import oncilla.base.Message;

/**
 * What is wrong with a platform or a device of this machine, so that it is passed over.
 *
 * @param kind what sort of problem it is
 * @param platform the platform that has it, if one is known
 * @param device the device that has it; empty if it is the platform's
 * @param index the device's index where it is listed all the same
 * @param what which device or platform, and what is wrong; one line
 * @param remedy what a user can do, or empty; one line
 * @param call the function that failed, where one did
 * @param code the error code of that function
 */
public record DeviceProblem(
    Kind kind,
    Optional<String> platform,
    Optional<String> device,
    OptionalInt index,
    String what,
    Message remedy,
    Optional<String> call,
    OptionalInt code) {
  /** Sorts of problems. */
  public enum Kind {
    /** A question to it was answered with an error. */
    FAILED,
    /** It is known to compute wrong. */
    DEFECT,
    /** A platform without a device, as where its hardware is not there. */
    NO_DEVICE
  }
}
