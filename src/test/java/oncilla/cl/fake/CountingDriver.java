package oncilla.cl.fake;

import java.nio.ByteBuffer;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClEvent;
import oncilla.cl.ClHostMemory;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClListing;
import oncilla.cl.ClProgram;
import oncilla.cl.ClQueue;
import oncilla.cl.ClTimes;
import oncilla.cl.ClUnavailableException;

/** A real driver, with everything that it creates and releases counted. */
public final class CountingDriver implements ClDriver {
  private final ClDriver real;
  private final ObjectCounts counts = new ObjectCounts();
  private int builds;
  private int loads;

  /** Counts what goes through {@code real}. */
  public CountingDriver(ClDriver real) {
    this.real = real;
  }

  /** The counts, which go on changing. */
  public ObjectCounts counts() {
    return counts;
  }

  /** How often a source was given to the compiler. */
  public int builds() {
    return builds;
  }

  /** How many binaries the driver took. */
  public int loads() {
    return loads;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public ClListing list() throws ClUnavailableException {
    return real.list();
  }

  @Override
  public ClContext createContext(ClDevice device) {
    return new CountedContext(real.createContext(device), counts);
  }

  /** An object of the real driver and whether it was released. */
  private abstract static class Counted<T extends AutoCloseable> implements AutoCloseable {
    final T real;
    final ObjectCounts counts;
    private final Kind kind;
    private boolean released;

    Counted(T real, Kind kind, ObjectCounts counts) {
      this.real = real;
      this.kind = kind;
      this.counts = counts;
      counts.create(kind);
    }

    /** Releases the real object; each kind's own close declares no checked exception. */
    abstract void closeReal();

    @Override
    public void close() {
      if (!released) {
        released = true;
        counts.release(kind);
      }
      closeReal();
    }
  }

  private final class CountedContext extends Counted<ClContext> implements ClContext {
    CountedContext(ClContext real, ObjectCounts counts) {
      super(real, Kind.CONTEXT, counts);
    }

    @Override
    public ClDevice device() {
      return real.device();
    }

    @Override
    public ClQueue createQueue() {
      return new CountedQueue(real.createQueue(), counts);
    }

    @Override
    public ClQueue createTimingQueue() {
      return new CountedQueue(real.createTimingQueue(), counts);
    }

    @Override
    public ClBuffer createBuffer(long bytes) {
      return new CountedBuffer(real.createBuffer(bytes), counts);
    }

    @Override
    public ClHostMemory createHostMemory(ClQueue queue, long bytes) {
      return new CountedHostMemory(
          real.createHostMemory(((CountedQueue) queue).real, bytes), counts);
    }

    @Override
    public ClProgram build(String name, String source, String options) {
      builds++;
      return new CountedProgram(real.build(name, source, options), counts);
    }

    @Override
    public ClProgram load(String name, byte[] binary, String options) {
      ClProgram program = real.load(name, binary, options);
      loads++;
      return new CountedProgram(program, counts);
    }

    @Override
    void closeReal() {
      real.close();
    }
  }

  private static final class CountedBuffer extends Counted<ClBuffer> implements ClBuffer {
    CountedBuffer(ClBuffer real, ObjectCounts counts) {
      super(real, Kind.BUFFER, counts);
    }

    static ClBuffer real(ClBuffer buffer) {
      return ((CountedBuffer) buffer).real;
    }

    @Override
    public long bytes() {
      return real.bytes();
    }

    @Override
    void closeReal() {
      real.close();
    }
  }

  private static final class CountedHostMemory extends Counted<ClHostMemory>
      implements ClHostMemory {
    CountedHostMemory(ClHostMemory real, ObjectCounts counts) {
      super(real, Kind.HOST_MEMORY, counts);
    }

    @Override
    public ByteBuffer bytes() {
      return real.bytes();
    }

    @Override
    void closeReal() {
      real.close();
    }
  }

  private static final class CountedProgram extends Counted<ClProgram> implements ClProgram {
    CountedProgram(ClProgram real, ObjectCounts counts) {
      super(real, Kind.PROGRAM, counts);
    }

    @Override
    public ClKernel createKernel(String name) {
      return new CountedKernel(real.createKernel(name), counts);
    }

    @Override
    public byte[] binary() {
      return real.binary();
    }

    @Override
    void closeReal() {
      real.close();
    }
  }

  private static final class CountedKernel extends Counted<ClKernel> implements ClKernel {
    CountedKernel(ClKernel real, ObjectCounts counts) {
      super(real, Kind.KERNEL, counts);
    }

    @Override
    public String name() {
      return real.name();
    }

    @Override
    public void setBuffer(int index, ClBuffer buffer) {
      real.setBuffer(index, CountedBuffer.real(buffer));
    }

    @Override
    public void setInt(int index, int value) {
      real.setInt(index, value);
    }

    @Override
    public void setLong(int index, long value) {
      real.setLong(index, value);
    }

    @Override
    public void setFloat(int index, float value) {
      real.setFloat(index, value);
    }

    @Override
    public void setDouble(int index, double value) {
      real.setDouble(index, value);
    }

    @Override
    void closeReal() {
      real.close();
    }
  }

  private static final class CountedQueue extends Counted<ClQueue> implements ClQueue {
    CountedQueue(ClQueue real, ObjectCounts counts) {
      super(real, Kind.QUEUE, counts);
    }

    @Override
    public ClLaunch prepare(ClKernel kernel, long[] global, long[] local) {
      ClKernel realKernel = ((CountedKernel) kernel).real;
      return new CountedLaunch(real.prepare(realKernel, global, local), counts);
    }

    @Override
    public void write(ClBuffer to, long offsetBytes, ByteBuffer from) {
      real.write(CountedBuffer.real(to), offsetBytes, from);
    }

    @Override
    public ClEvent writeLater(ClBuffer to, long offsetBytes, ByteBuffer from) {
      return new CountedEvent(real.writeLater(CountedBuffer.real(to), offsetBytes, from), counts);
    }

    @Override
    public void read(ClBuffer from, long offsetBytes, ByteBuffer to) {
      real.read(CountedBuffer.real(from), offsetBytes, to);
    }

    @Override
    public void fillZero(ClBuffer buffer, long offsetBytes, long bytes) {
      real.fillZero(CountedBuffer.real(buffer), offsetBytes, bytes);
    }

    @Override
    public ClEvent marker() {
      return new CountedEvent(real.marker(), counts);
    }

    @Override
    public void waitFor(ClEvent event) {
      real.waitFor(((CountedEvent) event).real);
    }

    @Override
    public void flush() {
      real.flush();
    }

    @Override
    public void finish() {
      real.finish();
    }

    @Override
    void closeReal() {
      real.close();
    }
  }

  private static final class CountedLaunch extends Counted<ClLaunch> implements ClLaunch {
    CountedLaunch(ClLaunch real, ObjectCounts counts) {
      super(real, Kind.LAUNCH, counts);
    }

    @Override
    public void enqueue() {
      real.enqueue();
    }

    @Override
    public ClEvent enqueueTimed() {
      return new CountedEvent(real.enqueueTimed(), counts);
    }

    @Override
    void closeReal() {
      real.close();
    }
  }

  private static final class CountedEvent extends Counted<ClEvent> implements ClEvent {
    CountedEvent(ClEvent real, ObjectCounts counts) {
      super(real, Kind.EVENT, counts);
    }

    @Override
    public void await() {
      real.await();
    }

    @Override
    public ClTimes times() {
      return real.times();
    }

    @Override
    void closeReal() {
      real.close();
    }
  }
}
