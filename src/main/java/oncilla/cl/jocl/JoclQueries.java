package oncilla.cl.jocl;

import java.util.List;
import oncilla.cl.ClChecks;
import oncilla.cl.ClException;
import oncilla.cl.ClParameter;
import oncilla.cl.ClQueries;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** The questions that list devices, through JOCL. */
final class JoclQueries implements ClQueries<cl_platform_id, cl_device_id> {
  @Override
  public List<cl_platform_id> platforms() {
    int[] count = new int[1];
    check(CL.clGetPlatformIDs(0, null, count), "clGetPlatformIDs", "");
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    if (platforms.length > 0) {
      check(CL.clGetPlatformIDs(platforms.length, platforms, null), "clGetPlatformIDs", "");
    }
    return List.of(platforms);
  }

  @Override
  public byte[] platformInfo(cl_platform_id platform, ClParameter parameter) {
    return answer(
        "clGetPlatformInfo",
        parameter,
        (size, value, needed) ->
            CL.clGetPlatformInfo(platform, parameter.number(), size, value, needed));
  }

  @Override
  public List<cl_device_id> devices(cl_platform_id platform, long types) {
    int[] count = new int[1];
    check(CL.clGetDeviceIDs(platform, types, 0, null, count), "clGetDeviceIDs", "");
    cl_device_id[] devices = new cl_device_id[count[0]];
    if (devices.length > 0) {
      int code = CL.clGetDeviceIDs(platform, types, devices.length, devices, null);
      check(code, "clGetDeviceIDs", "");
    }
    return List.of(devices);
  }

  @Override
  public byte[] deviceInfo(cl_device_id device, ClParameter parameter) {
    return answer(
        "clGetDeviceInfo",
        parameter,
        (size, value, needed) ->
            CL.clGetDeviceInfo(device, parameter.number(), size, value, needed));
  }

  /** A query: first with null for the value, then with null for the size that is needed. */
  private interface Query {
    int ask(long size, Pointer value, long[] needed);
  }

  private static byte[] answer(String call, ClParameter parameter, Query query) {
    long[] needed = new long[1];
    check(query.ask(0, null, needed), call, parameter.toString());
    byte[] bytes = ClChecks.answer(call, parameter, needed[0]);
    if (bytes.length > 0) {
      check(query.ask(bytes.length, Pointer.to(bytes), null), call, parameter.toString());
    }
    return bytes;
  }

  private static void check(int code, String call, String detail) {
    if (code != CL.CL_SUCCESS) {
      throw new ClException(call, code, detail);
    }
  }
}
