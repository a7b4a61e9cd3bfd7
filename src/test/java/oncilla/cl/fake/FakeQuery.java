package oncilla.cl.fake;

import java.util.Optional;
import oncilla.cl.ClParameter;

/**
 * One question of a listing to a {@link FakeDriver}.
 *
 * @param call the OpenCL function, such as {@code clGetDeviceInfo}
 * @param platform the name of the platform that is asked; empty for {@code clGetPlatformIDs}
 * @param device the name of the device that is asked; empty where a platform is
 * @param parameter what is asked for; empty for {@code clGetPlatformIDs} and {@code clGetDeviceIDs}
 */
public record FakeQuery(
    String call,
    Optional<String> platform,
    Optional<String> device,
    Optional<ClParameter> parameter) {
  static FakeQuery platforms() {
    return new FakeQuery("clGetPlatformIDs", Optional.empty(), Optional.empty(), Optional.empty());
  }

  static FakeQuery devices(String platform) {
    return new FakeQuery(
        "clGetDeviceIDs", Optional.of(platform), Optional.empty(), Optional.empty());
  }

  static FakeQuery info(String platform, ClParameter parameter) {
    return new FakeQuery(
        "clGetPlatformInfo", Optional.of(platform), Optional.empty(), Optional.of(parameter));
  }

  static FakeQuery info(String platform, String device, ClParameter parameter) {
    return new FakeQuery(
        "clGetDeviceInfo", Optional.of(platform), Optional.of(device), Optional.of(parameter));
  }
}
