package oncilla.cl.fake;

import java.util.ArrayList;
import java.util.List;
import oncilla.cl.ClDevice;

/**
 * A platform of a {@link FakeDriver}.
 *
 * @param name its name
 * @param devices its devices; none is what a driver says whose hardware is not there
 */
public record FakePlatform(String name, List<ClDevice> devices) {
  /** A platform with these devices, whose indices are not looked at. */
  public static FakePlatform of(String name, ClDevice... devices) {
    return new FakePlatform(name, List.of(devices));
  }

  /** Whether it has {@code device}, wherever a listing places it. */
  boolean has(ClDevice device) {
    return devices.stream().anyMatch(one -> one.name().equals(device.name()));
  }

  /** The platforms of {@code devices}, by the devices' platform index and in their order. */
  static List<FakePlatform> around(List<ClDevice> devices) {
    List<FakePlatform> platforms = new ArrayList<>();
    for (int from = 0, to = 0; from < devices.size(); from = to) {
      int index = devices.get(from).platformIndex();
      while (to < devices.size() && devices.get(to).platformIndex() == index) {
        to++;
      }
      platforms.add(
          new FakePlatform(devices.get(from).platform(), List.copyOf(devices.subList(from, to))));
    }
    return platforms;
  }
}
