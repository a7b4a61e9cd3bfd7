package oncilla.cl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists the devices of all platforms by a binding's {@link ClQueries}. A platform or a device that
 * answers any question with an error is passed over and named; it never hides another.
 *
 * @param <P> the binding's handle of a platform
 * @param <D> the binding's handle of a device
 */
public final class DeviceSearch<P, D> {
  /**
   * CL_DEVICE_TYPE_ALL as cl.h has it. JOCL's constant of that name is the int −1, which becomes 64
   * ones when it is widened; Mesa's Rusticl answers the upper ones with CL_INVALID_DEVICE_TYPE.
   */
  public static final long ALL_TYPES = 0xFFFFFFFFL;

  private static final long TYPE_CPU = 1 << 1;
  private static final long TYPE_GPU = 1 << 2;
  private static final long LOCAL_MEMORY_OF_ITS_OWN = 1;
  private static final int DEVICE_NOT_FOUND = -1;

  /** CL_PLATFORM_NOT_FOUND_KHR, which the loader answers without any platform. */
  private static final int PLATFORM_NOT_FOUND = -1001;

  private final ClQueries<P, D> queries;
  private final List<Handles<P, D>> found = new ArrayList<>();
  private final List<ClFailure> failures = new ArrayList<>();
  private final List<String> withoutDevice = new ArrayList<>();

  /**
   * A device's handles beside its description.
   *
   * @param platform its platform
   * @param device the device
   * @param description what it says of itself
   */
  public record Handles<P, D>(P platform, D device, ClDevice description) {}

  /** A search that has found nothing yet. */
  private DeviceSearch(ClQueries<P, D> queries) {
    this.queries = queries;
  }

  /**
   * Asks every platform for its devices, and every device what it is.
   *
   * @throws ClUnavailableException if the loader knows no platform
   */
  public static <P, D> DeviceSearch<P, D> by(ClQueries<P, D> queries)
      throws ClUnavailableException {
    DeviceSearch<P, D> search = new DeviceSearch<>(queries);
    List<P> platforms = search.platforms();
    for (int platform = 0; platform < platforms.size(); platform++) {
      search.addPlatform(platform, platforms.get(platform));
    }
    return search;
  }

  /** What was found, without the handles. */
  public ClListing listing() {
    return new ClListing(
        found.stream().map(Handles::description).toList(), failures, withoutDevice);
  }

  /** The handles of {@code device}, if it was found. */
  public Optional<Handles<P, D>> find(ClDevice device) {
    return found.stream().filter(known -> known.description().equals(device)).findFirst();
  }

  /**
   * The text before the terminating NUL, which some drivers leave out, without outer spaces.
   *
   * @param bytes in UTF-8
   */
  public static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  private List<P> platforms() throws ClUnavailableException {
    List<P> platforms;
    try {
      platforms = queries.platforms();
    } catch (ClException error) {
      if (error.code() != PLATFORM_NOT_FOUND) {
        failures.add(ClFailure.of(Optional.empty(), Optional.empty(), error));
        return List.of();
      }
      platforms = List.of();
    }
    if (platforms.isEmpty()) {
      throw ClUnavailableException.noPlatform();
    }
    return platforms;
  }

  private void addPlatform(int platformIndex, P platform) {
    String name = "platform " + platformIndex;
    try {
      name = text(queries.platformInfo(platform, ClParameter.CL_PLATFORM_NAME));
      List<D> devices = devices(platform);
      if (devices.isEmpty()) {
        withoutDevice.add(name);
      }
      for (int device = 0; device < devices.size(); device++) {
        addDevice(platformIndex, device, name, platform, devices.get(device));
      }
    } catch (ClException error) {
      failures.add(ClFailure.of(Optional.of(name), Optional.empty(), error));
    }
  }

  private List<D> devices(P platform) {
    try {
      return queries.devices(platform, ALL_TYPES);
    } catch (ClException error) {
      if (error.code() == DEVICE_NOT_FOUND) {
        return List.of();
      }
      throw error;
    }
  }

  private void addDevice(
      int platformIndex, int deviceIndex, String platformName, P platform, D device) {
    String name = "device " + deviceIndex;
    try {
      name = text(queries.deviceInfo(device, ClParameter.CL_DEVICE_NAME));
      ClDevice description =
          describe(found.size(), platformIndex, deviceIndex, name, platformName, device);
      found.add(new Handles<>(platform, device, description));
    } catch (ClException error) {
      failures.add(ClFailure.of(Optional.of(platformName), Optional.of(name), error));
    }
  }

  private ClDevice describe(
      int index, int platformIndex, int deviceIndex, String name, String platform, D id) {
    return new ClDevice(
        index,
        platformIndex,
        deviceIndex,
        name,
        type(number(id, ClParameter.CL_DEVICE_TYPE)),
        platform,
        text(id, ClParameter.CL_DEVICE_VENDOR),
        text(id, ClParameter.CL_DRIVER_VERSION),
        text(id, ClParameter.CL_DEVICE_VERSION),
        text(id, ClParameter.CL_DEVICE_OPENCL_C_VERSION),
        text(id, ClParameter.CL_DEVICE_EXTENSIONS),
        (int) number(id, ClParameter.CL_DEVICE_MAX_COMPUTE_UNITS),
        number(id, ClParameter.CL_DEVICE_MAX_WORK_GROUP_SIZE),
        number(id, ClParameter.CL_DEVICE_GLOBAL_MEM_SIZE),
        number(id, ClParameter.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        number(id, ClParameter.CL_DEVICE_LOCAL_MEM_SIZE),
        number(id, ClParameter.CL_DEVICE_LOCAL_MEM_TYPE) == LOCAL_MEMORY_OF_ITS_OWN,
        (int) number(id, ClParameter.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT),
        (int) number(id, ClParameter.CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE));
  }

  private static ClDevice.Type type(long bits) {
    if ((bits & TYPE_GPU) != 0) {
      return ClDevice.Type.GPU;
    }
    return (bits & TYPE_CPU) != 0 ? ClDevice.Type.CPU : ClDevice.Type.OTHER;
  }

  private String text(D device, ClParameter parameter) {
    return text(queries.deviceInfo(device, parameter));
  }

  /** A cl_uint of 4 bytes, or a cl_ulong, cl_bitfield or size_t of 8. */
  private long number(D device, ClParameter parameter) {
    byte[] bytes = queries.deviceInfo(device, parameter);
    ByteBuffer value = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return switch (bytes.length) {
      case Integer.BYTES -> Integer.toUnsignedLong(value.getInt(0));
      case Long.BYTES -> value.getLong(0);
      default ->
          throw new ClException(
              "clGetDeviceInfo", 0, parameter + " with " + bytes.length + " bytes for a number");
    };
  }
}
