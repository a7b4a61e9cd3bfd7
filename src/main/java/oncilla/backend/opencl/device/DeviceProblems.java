package oncilla.backend.opencl.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oncilla.backend.provider.DeviceProblem;
import oncilla.base.Message;
import oncilla.cl.ClDevice;
import oncilla.cl.ClFailure;
import oncilla.cl.ClListing;

/** What is wrong with the platforms and devices of a listing, in the terms of every backend. */
final class DeviceProblems {
  private static final Message UPDATE =
      Message.of(
          "Update that driver, or remove it; the command clinfo shows whether other programs can"
              + " use it");

  private DeviceProblems() {}

  /** All problems: what failed, what computes wrong, and where there is nothing. */
  static List<DeviceProblem> of(ClListing listing) {
    List<DeviceProblem> problems = new ArrayList<>();
    listing.failures().forEach(failure -> problems.add(failed(failure)));
    for (ClDevice device : listing.devices()) {
      KnownDefects.of(device).ifPresent(defect -> problems.add(defective(device, defect)));
    }
    listing.withoutDevice().forEach(platform -> problems.add(empty(platform)));
    return problems;
  }

  private static DeviceProblem failed(ClFailure failure) {
    return new DeviceProblem(
        DeviceProblem.Kind.FAILED,
        failure.platform(),
        failure.device(),
        OptionalInt.empty(),
        failure.toString(),
        UPDATE,
        Optional.of(failure.call()),
        OptionalInt.of(failure.code()));
  }

  private static DeviceProblem defective(ClDevice device, KnownDefects.KnownDefect defect) {
    return new DeviceProblem(
        DeviceProblem.Kind.DEFECT,
        Optional.of(device.platform()),
        Optional.of(device.name()),
        OptionalInt.of(device.index()),
        defect.what(),
        defect.remedy(),
        Optional.empty(),
        OptionalInt.empty());
  }

  private static DeviceProblem empty(String platform) {
    return new DeviceProblem(
        DeviceProblem.Kind.NO_DEVICE,
        Optional.of(platform),
        Optional.empty(),
        OptionalInt.empty(),
        platform + " has no device",
        Message.of(ClListing.remedyWithoutDevice(platform)),
        Optional.empty(),
        OptionalInt.empty());
  }
}
