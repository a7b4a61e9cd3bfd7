package oncilla.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.memAlloc;
import static org.lwjgl.system.MemoryUtil.memAllocPointer;
import static org.lwjgl.system.MemoryUtil.memFree;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.stream.LongStream;
import oncilla.cl.ClChecks;
import oncilla.cl.ClException;
import oncilla.cl.ClParameter;
import oncilla.cl.ClQueries;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/** The questions that list devices, through LWJGL. */
final class LwjglQueries implements ClQueries<Long, Long> {
  @Override
  public List<Long> platforms() {
    return handles("clGetPlatformIDs", CL10::clGetPlatformIDs);
  }

  @Override
  public byte[] platformInfo(Long platform, ClParameter parameter) {
    return answer(
        "clGetPlatformInfo",
        parameter,
        (value, size) -> CL10.clGetPlatformInfo(platform, parameter.number(), value, size));
  }

  @Override
  public List<Long> devices(Long platform, long types) {
    return handles(
        "clGetDeviceIDs", (devices, count) -> CL10.clGetDeviceIDs(platform, types, devices, count));
  }

  @Override
  public byte[] deviceInfo(Long device, ClParameter parameter) {
    return answer(
        "clGetDeviceInfo",
        parameter,
        (value, size) -> CL10.clGetDeviceInfo(device, parameter.number(), value, size));
  }

  /** A query for handles: first with null for these, then with null for their number. */
  private interface HandleQuery {
    int ask(PointerBuffer handles, IntBuffer count);
  }

  private static List<Long> handles(String call, HandleQuery query) {
    try (MemoryStack stack = stackPush()) {
      IntBuffer count = stack.callocInt(1);
      check(query.ask(null, count), call, "");
      if (count.get(0) == 0) {
        return List.of();
      }
      PointerBuffer handles = memAllocPointer(count.get(0));
      try {
        check(query.ask(handles, null), call, "");
        long[] copy = new long[handles.remaining()];
        handles.get(copy);
        return LongStream.of(copy).boxed().toList();
      } finally {
        memFree(handles);
      }
    }
  }

  /** A query for a value: first with null for it, then with null for the size that is needed. */
  private interface Query {
    int ask(ByteBuffer value, PointerBuffer size);
  }

  private static byte[] answer(String call, ClParameter parameter, Query query) {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer size = stack.callocPointer(1);
      check(query.ask(null, size), call, parameter.toString());
      byte[] bytes = ClChecks.answer(call, parameter, size.get(0));
      if (bytes.length == 0) {
        return bytes;
      }
      // On the heap, because a list of extensions may be longer than the stack.
      ByteBuffer value = memAlloc(bytes.length);
      try {
        check(query.ask(value, null), call, parameter.toString());
        value.get(bytes);
        return bytes;
      } finally {
        memFree(value);
      }
    }
  }

  private static void check(int code, String call, String detail) {
    if (code != CL10.CL_SUCCESS) {
      throw new ClException(call, code, detail);
    }
  }
}
