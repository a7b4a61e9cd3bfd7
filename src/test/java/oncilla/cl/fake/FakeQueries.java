package oncilla.cl.fake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import oncilla.cl.ClDevice;
import oncilla.cl.ClException;
import oncilla.cl.ClParameter;
import oncilla.cl.ClQueries;

/** The questions of a listing, answered from descriptions or with an error that a test wants. */
final class FakeQueries implements ClQueries<FakePlatform, FakeQueries.Device> {
  private static final int CL_DEVICE_NOT_FOUND = -1;
  private static final int CL_INVALID_DEVICE_TYPE = -31;
  private static final int CL_PLATFORM_NOT_FOUND_KHR = -1001;

  private final List<FakePlatform> platforms;
  private final ToIntFunction<FakeQuery> codes;
  private final List<FakeQuery> asked = new ArrayList<>();

  /** A device with the platform that it is of. */
  record Device(String platform, ClDevice description) {}

  /** With {@code codes} for each question; 0 is success. */
  FakeQueries(List<FakePlatform> platforms, ToIntFunction<FakeQuery> codes) {
    this.platforms = platforms;
    this.codes = codes;
  }

  /** What was asked, in order. */
  List<FakeQuery> asked() {
    return asked;
  }

  @Override
  public List<FakePlatform> platforms() {
    ask(FakeQuery.platforms());
    if (platforms.isEmpty()) {
      throw new ClException("clGetPlatformIDs", CL_PLATFORM_NOT_FOUND_KHR, "");
    }
    return platforms;
  }

  @Override
  public byte[] platformInfo(FakePlatform platform, ClParameter parameter) {
    ask(FakeQuery.info(platform.name(), parameter));
    return bytes(platform.name());
  }

  /** As strict as Mesa's Rusticl: of the 64 bits of the type, 32 are defined. */
  @Override
  public List<Device> devices(FakePlatform platform, long types) {
    ask(FakeQuery.devices(platform.name()));
    if (types >>> Integer.SIZE != 0) {
      throw new ClException("clGetDeviceIDs", CL_INVALID_DEVICE_TYPE, "");
    }
    if (platform.devices().isEmpty()) {
      throw new ClException("clGetDeviceIDs", CL_DEVICE_NOT_FOUND, "");
    }
    return platform.devices().stream().map(one -> new Device(platform.name(), one)).toList();
  }

  @Override
  public byte[] deviceInfo(Device device, ClParameter parameter) {
    ClDevice one = device.description();
    ask(FakeQuery.info(device.platform(), one.name(), parameter));
    return switch (parameter) {
      case CL_PLATFORM_NAME -> throw new ClException("clGetDeviceInfo", -30, parameter.toString());
      case CL_DEVICE_NAME -> bytes(one.name());
      case CL_DEVICE_TYPE ->
          bytes(
              switch (one.type()) {
                case CPU -> 1L << 1;
                case GPU -> 1L << 2;
                case OTHER -> 1L << 3;
              });
      case CL_DEVICE_VENDOR -> bytes(one.vendor());
      case CL_DRIVER_VERSION -> bytes(one.driverVersion());
      case CL_DEVICE_VERSION -> bytes(one.version());
      case CL_DEVICE_OPENCL_C_VERSION -> bytes(one.languageVersion());
      case CL_DEVICE_EXTENSIONS -> bytes(one.extensions());
      case CL_DEVICE_MAX_COMPUTE_UNITS -> bytes(one.computeUnits());
      case CL_DEVICE_MAX_WORK_GROUP_SIZE -> bytes(one.maxWorkGroupSize());
      case CL_DEVICE_GLOBAL_MEM_SIZE -> bytes(one.globalMemoryBytes());
      case CL_DEVICE_MAX_MEM_ALLOC_SIZE -> bytes(one.maxAllocationBytes());
      case CL_DEVICE_LOCAL_MEM_SIZE -> bytes(one.localMemoryBytes());
      case CL_DEVICE_LOCAL_MEM_TYPE -> bytes(one.dedicatedLocalMemory() ? 1 : 2);
      case CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT -> bytes(one.nativeVectorWidthFloat());
      case CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE -> bytes(one.nativeVectorWidthDouble());
    };
  }

  private void ask(FakeQuery query) {
    asked.add(query);
    int code = codes.applyAsInt(query);
    if (code != 0) {
      throw new ClException(query.call(), code, query.parameter().map(Enum::name).orElse(""));
    }
  }

  private static byte[] bytes(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(number).array();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(number).array();
  }
}
