package oncilla.cl.jocl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import oncilla.cl.ClDevice;
import oncilla.cl.ClException;
import oncilla.cl.ClUnavailableException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** A device's handles beside its description. */
record JoclDevice(cl_platform_id platform, cl_device_id device, ClDevice description) {
  /** CL_PLATFORM_NOT_FOUND_KHR, which the loader answers without any platform. */
  private static final int PLATFORM_NOT_FOUND = -1001;

  /** Every device of every platform, in order. */
  static List<JoclDevice> all() throws ClUnavailableException {
    JoclLibrary.load();
    List<JoclDevice> all = new ArrayList<>();
    List<String> platformNames = new ArrayList<>();
    cl_platform_id[] platforms = platforms();
    for (int platform = 0; platform < platforms.length; platform++) {
      String platformName = platformText(platforms[platform], CL.CL_PLATFORM_NAME);
      platformNames.add(platformName);
      cl_device_id[] devices = devices(platforms[platform], platformName);
      for (int device = 0; device < devices.length; device++) {
        ClDevice description =
            describe(all.size(), platform, device, platformName, devices[device]);
        all.add(new JoclDevice(platforms[platform], devices[device], description));
      }
    }
    if (all.isEmpty()) {
      throw ClUnavailableException.noDevice(String.join(", ", platformNames));
    }
    return all;
  }

  /** The device that {@code description} is of. */
  static JoclDevice find(ClDevice description) {
    try {
      for (JoclDevice device : all()) {
        if (device.description.equals(description)) {
          return device;
        }
      }
    } catch (ClUnavailableException unavailable) {
      throw new IllegalArgumentException("there is no device " + description.name(), unavailable);
    }
    throw new IllegalArgumentException("there is no such device: " + description);
  }

  private static cl_platform_id[] platforms() throws ClUnavailableException {
    int[] count = new int[1];
    int code = CL.clGetPlatformIDs(0, null, count);
    if (code == PLATFORM_NOT_FOUND || code == CL.CL_SUCCESS && count[0] == 0) {
      throw ClUnavailableException.noPlatform();
    }
    check(code, "clGetPlatformIDs", "");
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    check(CL.clGetPlatformIDs(platforms.length, platforms, null), "clGetPlatformIDs", "");
    return platforms;
  }

  private static cl_device_id[] devices(cl_platform_id platform, String platformName) {
    int[] count = new int[1];
    int code = CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
    if (code == CL.CL_DEVICE_NOT_FOUND) {
      return new cl_device_id[0];
    }
    check(code, "clGetDeviceIDs", platformName);
    cl_device_id[] devices = new cl_device_id[count[0]];
    check(
        CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null),
        "clGetDeviceIDs",
        platformName);
    return devices;
  }

  private static ClDevice describe(
      int index, int platformIndex, int deviceIndex, String platform, cl_device_id id) {
    return new ClDevice(
        index,
        platformIndex,
        deviceIndex,
        text(id, CL.CL_DEVICE_NAME),
        type(number(id, CL.CL_DEVICE_TYPE, Long.BYTES)),
        platform,
        text(id, CL.CL_DEVICE_VENDOR),
        text(id, CL.CL_DRIVER_VERSION),
        text(id, CL.CL_DEVICE_VERSION),
        text(id, CL.CL_DEVICE_OPENCL_C_VERSION),
        text(id, CL.CL_DEVICE_EXTENSIONS),
        (int) number(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS, Integer.BYTES),
        number(id, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE, Long.BYTES),
        number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE, Long.BYTES),
        number(id, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE, Long.BYTES),
        number(id, CL.CL_DEVICE_LOCAL_MEM_SIZE, Long.BYTES),
        number(id, CL.CL_DEVICE_LOCAL_MEM_TYPE, Integer.BYTES) == CL.CL_LOCAL,
        (int) number(id, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT, Integer.BYTES),
        (int) number(id, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE, Integer.BYTES));
  }

  private static ClDevice.Type type(long bits) {
    if ((bits & CL.CL_DEVICE_TYPE_GPU) != 0) {
      return ClDevice.Type.GPU;
    }
    return (bits & CL.CL_DEVICE_TYPE_CPU) != 0 ? ClDevice.Type.CPU : ClDevice.Type.OTHER;
  }

  private static String platformText(cl_platform_id platform, int parameter) {
    long[] size = new long[1];
    int code = CL.clGetPlatformInfo(platform, parameter, 0, null, size);
    check(code, "clGetPlatformInfo", parameterName(parameter));
    byte[] bytes = new byte[Math.toIntExact(size[0])];
    code = CL.clGetPlatformInfo(platform, parameter, bytes.length, Pointer.to(bytes), null);
    check(code, "clGetPlatformInfo", parameterName(parameter));
    return trimmed(bytes);
  }

  private static String text(cl_device_id device, int parameter) {
    long[] size = new long[1];
    int code = CL.clGetDeviceInfo(device, parameter, 0, null, size);
    check(code, "clGetDeviceInfo", parameterName(parameter));
    byte[] bytes = new byte[Math.toIntExact(size[0])];
    code = CL.clGetDeviceInfo(device, parameter, bytes.length, Pointer.to(bytes), null);
    check(code, "clGetDeviceInfo", parameterName(parameter));
    return trimmed(bytes);
  }

  /** A cl_uint of 4 bytes or a cl_ulong, cl_bitfield or size_t of 8. */
  private static long number(cl_device_id device, int parameter, int bytes) {
    ByteBuffer value = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    int code = CL.clGetDeviceInfo(device, parameter, bytes, Pointer.to(value), null);
    check(code, "clGetDeviceInfo", parameterName(parameter));
    return bytes == Integer.BYTES ? Integer.toUnsignedLong(value.getInt(0)) : value.getLong(0);
  }

  /** The text before the terminating NUL, which some drivers leave out, without outer spaces. */
  static String trimmed(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  private static String parameterName(int parameter) {
    return "parameter 0x" + Integer.toHexString(parameter);
  }

  private static void check(int code, String call, String detail) {
    if (code != CL.CL_SUCCESS) {
      throw new ClException(call, code, detail);
    }
  }
}
