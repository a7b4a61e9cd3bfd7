package oncilla.cl;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds the bindings on the class path. Finding one loads nothing native. */
public final class ClDrivers {
  private ClDrivers() {}

  /** A new driver of every binding, by name. */
  public static List<ClDriver> all() {
    return ServiceLoader.load(ClDriver.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ClDriver::name))
        .toList();
  }

  /**
   * A new driver of the binding {@code name}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static ClDriver named(String name) {
    List<ClDriver> all = all();
    for (ClDriver driver : all) {
      if (driver.name().equals(name)) {
        return driver;
      }
    }
    throw new IllegalArgumentException(
        "there is no binding '"
            + name
            + "' ("
            + all.stream().map(ClDriver::name).collect(Collectors.joining(", "))
            + ")");
  }
}
