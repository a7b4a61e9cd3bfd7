package oncilla.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.memAlloc;
import static org.lwjgl.system.MemoryUtil.memFree;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import oncilla.cl.ClDevice;
import oncilla.cl.ClException;
import oncilla.cl.ClUnavailableException;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.opencl.KHRICD;
import org.lwjgl.system.MemoryStack;

/** A device's handles beside its description. */
record LwjglDevice(long platform, long device, ClDevice description) {
  /** Every device of every platform, in order. */
  static List<LwjglDevice> all() throws ClUnavailableException {
    LwjglLibrary.load();
    List<LwjglDevice> all = new ArrayList<>();
    List<String> platformNames = new ArrayList<>();
    long[] platforms = platforms();
    for (int platform = 0; platform < platforms.length; platform++) {
      String platformName = platformText(platforms[platform], CL10.CL_PLATFORM_NAME);
      platformNames.add(platformName);
      long[] devices = devices(platforms[platform], platformName);
      for (int device = 0; device < devices.length; device++) {
        ClDevice description =
            describe(all.size(), platform, device, platformName, devices[device]);
        all.add(new LwjglDevice(platforms[platform], devices[device], description));
      }
    }
    if (all.isEmpty()) {
      throw ClUnavailableException.noDevice(String.join(", ", platformNames));
    }
    return all;
  }

  /** The device that {@code description} is of. */
  static LwjglDevice find(ClDevice description) {
    try {
      for (LwjglDevice device : all()) {
        if (device.description.equals(description)) {
          return device;
        }
      }
    } catch (ClUnavailableException unavailable) {
      throw new IllegalArgumentException("there is no device " + description.name(), unavailable);
    }
    throw new IllegalArgumentException("there is no such device: " + description);
  }

  private static long[] platforms() throws ClUnavailableException {
    try (MemoryStack stack = stackPush()) {
      IntBuffer count = stack.callocInt(1);
      int code = CL10.clGetPlatformIDs(null, count);
      if (code == KHRICD.CL_PLATFORM_NOT_FOUND_KHR
          || code == CL10.CL_SUCCESS && count.get(0) == 0) {
        throw ClUnavailableException.noPlatform();
      }
      check(code, "clGetPlatformIDs", "");
      PointerBuffer platforms = stack.mallocPointer(count.get(0));
      check(CL10.clGetPlatformIDs(platforms, (IntBuffer) null), "clGetPlatformIDs", "");
      return copy(platforms);
    }
  }

  private static long[] devices(long platform, String platformName) {
    try (MemoryStack stack = stackPush()) {
      IntBuffer count = stack.callocInt(1);
      int code = CL10.clGetDeviceIDs(platform, CL10.CL_DEVICE_TYPE_ALL, null, count);
      if (code == CL10.CL_DEVICE_NOT_FOUND) {
        return new long[0];
      }
      check(code, "clGetDeviceIDs", platformName);
      PointerBuffer devices = stack.mallocPointer(count.get(0));
      code = CL10.clGetDeviceIDs(platform, CL10.CL_DEVICE_TYPE_ALL, devices, (IntBuffer) null);
      check(code, "clGetDeviceIDs", platformName);
      return copy(devices);
    }
  }

  private static long[] copy(PointerBuffer pointers) {
    long[] copy = new long[pointers.remaining()];
    pointers.get(copy);
    return copy;
  }

  private static ClDevice describe(
      int index, int platformIndex, int deviceIndex, String platform, long id) {
    return new ClDevice(
        index,
        platformIndex,
        deviceIndex,
        text(id, CL10.CL_DEVICE_NAME),
        type(longNumber(id, CL10.CL_DEVICE_TYPE)),
        platform,
        text(id, CL10.CL_DEVICE_VENDOR),
        text(id, CL10.CL_DRIVER_VERSION),
        text(id, CL10.CL_DEVICE_VERSION),
        text(id, CL11.CL_DEVICE_OPENCL_C_VERSION),
        text(id, CL10.CL_DEVICE_EXTENSIONS),
        intNumber(id, CL10.CL_DEVICE_MAX_COMPUTE_UNITS),
        sizeNumber(id, CL10.CL_DEVICE_MAX_WORK_GROUP_SIZE),
        longNumber(id, CL10.CL_DEVICE_GLOBAL_MEM_SIZE),
        longNumber(id, CL10.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        longNumber(id, CL10.CL_DEVICE_LOCAL_MEM_SIZE),
        intNumber(id, CL10.CL_DEVICE_LOCAL_MEM_TYPE) == CL10.CL_LOCAL,
        intNumber(id, CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT),
        intNumber(id, CL11.CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE));
  }

  private static ClDevice.Type type(long bits) {
    if ((bits & CL10.CL_DEVICE_TYPE_GPU) != 0) {
      return ClDevice.Type.GPU;
    }
    return (bits & CL10.CL_DEVICE_TYPE_CPU) != 0 ? ClDevice.Type.CPU : ClDevice.Type.OTHER;
  }

  private static String platformText(long platform, int parameter) {
    return text(
        "clGetPlatformInfo",
        parameter,
        (value, size) -> CL10.clGetPlatformInfo(platform, parameter, value, size));
  }

  private static String text(long device, int parameter) {
    return text(
        "clGetDeviceInfo",
        parameter,
        (value, size) -> CL10.clGetDeviceInfo(device, parameter, value, size));
  }

  /** One of OpenCL's queries: with null for the size, then with memory for the value. */
  interface Query {
    int ask(ByteBuffer value, PointerBuffer size);
  }

  private static String text(String call, int parameter, Query query) {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer size = stack.callocPointer(1);
      check(query.ask(null, size), call, parameterName(parameter));
      // On the heap, because a list of extensions may be longer than the stack.
      ByteBuffer value = memAlloc(Math.toIntExact(size.get(0)));
      try {
        check(query.ask(value, null), call, parameterName(parameter));
        return trimmed(value);
      } finally {
        memFree(value);
      }
    }
  }

  private static int intNumber(long device, int parameter) {
    try (MemoryStack stack = stackPush()) {
      IntBuffer value = stack.callocInt(1);
      int code = CL10.clGetDeviceInfo(device, parameter, value, null);
      check(code, "clGetDeviceInfo", parameterName(parameter));
      return value.get(0);
    }
  }

  private static long longNumber(long device, int parameter) {
    try (MemoryStack stack = stackPush()) {
      LongBuffer value = stack.callocLong(1);
      int code = CL10.clGetDeviceInfo(device, parameter, value, null);
      check(code, "clGetDeviceInfo", parameterName(parameter));
      return value.get(0);
    }
  }

  private static long sizeNumber(long device, int parameter) {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer value = stack.callocPointer(1);
      int code = CL10.clGetDeviceInfo(device, parameter, value, null);
      check(code, "clGetDeviceInfo", parameterName(parameter));
      return value.get(0);
    }
  }

  /** The text before the terminating NUL, which LWJGL keeps, without outer spaces. */
  static String trimmed(ByteBuffer bytes) {
    String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  private static String parameterName(int parameter) {
    return "parameter 0x" + Integer.toHexString(parameter);
  }

  private static void check(int code, String call, String detail) {
    if (code != CL10.CL_SUCCESS) {
      throw new ClException(call, code, detail);
    }
  }
}
