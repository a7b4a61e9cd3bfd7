package oncilla.cl.fake;

import java.util.List;
import java.util.function.ToIntFunction;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClListing;
import oncilla.cl.ClUnavailableException;
import oncilla.cl.DeviceSearch;

/**
 * A device seam without a device. Memory is host memory, so that what is written can be read;
 * {@code fillZero} works; new memory is full of {@code 0xA5}. Kernels do not run. Checked as a
 * strict device would: sizes and ranges, work sizes, the number and kind of arguments as the
 * kernel's source declares them, use after close, a second close, a context closed before what it
 * made.
 */
public final class FakeDriver implements ClDriver {
  /** What every launch takes by the clock of a queue that times. */
  public static final long LAUNCH_NANOS = 1000;

  /** What lies before every launch there. */
  public static final long GAP_NANOS = 100;

  private final String name;
  private final List<FakePlatform> platforms;
  private final Recorder recorder = new Recorder();
  private ToIntFunction<FakeQuery> codes = query -> 0;
  private List<FakeQuery> queries = List.of();
  private int listings;

  /** A driver called {@code fake} without a platform. */
  public FakeDriver() {
    this(List.of(), "fake");
  }

  /** A driver called {@code fake} with these devices. */
  public FakeDriver(ClDevice... devices) {
    this("fake", List.of(devices));
  }

  /** A driver of any name. */
  public FakeDriver(String name, List<ClDevice> devices) {
    this(FakePlatform.around(devices), name);
  }

  /** A driver called {@code fake} with these platforms, with or without devices. */
  public FakeDriver(FakePlatform... platforms) {
    this(List.of(platforms), "fake");
  }

  private FakeDriver(List<FakePlatform> platforms, String name) {
    this.name = name;
    this.platforms = List.copyOf(platforms);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ClListing list() throws ClUnavailableException {
    listings++;
    FakeQueries asked = new FakeQueries(platforms, codes);
    queries = asked.asked();
    return DeviceSearch.by(asked).listing();
  }

  @Override
  public ClContext createContext(ClDevice device) {
    if (platforms.stream().noneMatch(platform -> platform.has(device))) {
      throw new IllegalArgumentException("there is no such device: " + device);
    }
    String context = recorder.nextName(Kind.CONTEXT);
    recorder.call("clCreateContext", context, device.name());
    return new FakeContext(recorder, context, device);
  }

  /**
   * Makes a call fail, once.
   *
   * @param call the OpenCL function, such as {@code clEnqueueNDRangeKernel}
   * @param nth 1 is the next such call
   * @param code its error code
   */
  public void failOn(String call, int nth, int code) {
    recorder.plan(call, nth, code);
  }

  /**
   * Makes questions of a listing fail, until told otherwise.
   *
   * @param codes an error code for each question, or 0
   */
  public void answerQueries(ToIntFunction<FakeQuery> codes) {
    this.codes = codes;
  }

  /** What was asked when devices were listed last, in order. */
  public List<FakeQuery> queries() {
    return List.copyOf(queries);
  }

  /** How often its devices were asked for. */
  public int listings() {
    return listings;
  }

  /** All calls so far, in order. */
  public List<FakeCall> calls() {
    return recorder.calls();
  }

  /** All calls of one function so far, in order. */
  public List<FakeCall> calls(String call) {
    return calls().stream().filter(logged -> logged.call().equals(call)).toList();
  }

  /** All enqueued kernels so far, in order. */
  public List<FakeEnqueue> enqueues() {
    return recorder.enqueues();
  }

  /** Empties the log of calls and of enqueued kernels; the counts stay. */
  public void forgetCalls() {
    recorder.forgetCalls();
  }

  /** What was created and released. */
  public ObjectCounts counts() {
    return recorder.counts();
  }
}
