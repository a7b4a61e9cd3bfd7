package oncilla.bench;

import java.util.List;

/**
 * Where the time of a training step goes on a device.
 *
 * @param target name of the target
 * @param precision label of its precision
 * @param net network and batch
 * @param launches in the order in which they run
 * @param deviceSeconds from the start of the first launch to the end of the last
 * @param gapSeconds of that, between launches
 * @param step the same step without events, as it is trained
 * @param bytesPerSecond what the device was measured to move
 * @param operationsPerSecond what the device was measured to compute
 */
public record StepProfile(
    String target,
    String precision,
    StepNet net,
    List<LaunchProfile> launches,
    Statistics deviceSeconds,
    Statistics gapSeconds,
    StepResult step,
    double bytesPerSecond,
    double operationsPerSecond) {
  /** Copies the list. */
  public StepProfile {
    launches = List.copyOf(launches);
  }

  /** Seconds of all launches, without what is between them. */
  public double kernelSeconds() {
    return launches.stream().mapToDouble(launch -> launch.seconds().median()).sum();
  }

  /** The share of a launch in the time of all. */
  public double share(LaunchProfile launch) {
    return launch.seconds().median() / kernelSeconds();
  }

  /** Seconds in which the device could do all of it, at what it was measured to do. */
  public double leastSeconds() {
    return launches.stream().mapToDouble(LaunchProfile::leastSeconds).sum();
  }
}
