package oncilla.cl.fake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import oncilla.cl.ClHostMemory;

/** Host memory that is a direct buffer. */
final class FakeHostMemory extends FakeObject implements ClHostMemory {
  private final ByteBuffer bytes;

  FakeHostMemory(Recorder recorder, String name, int bytes) {
    super(recorder, Kind.HOST_MEMORY, name);
    this.bytes = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public ByteBuffer bytes() {
    checkOpen();
    return bytes;
  }
}
