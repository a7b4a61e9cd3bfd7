package oncilla.cl.fake;

import java.util.Optional;
import oncilla.cl.ClEvent;
import oncilla.cl.ClException;
import oncilla.cl.ClTimes;

/** An event that has always happened. */
final class FakeEvent extends FakeObject implements ClEvent {
  private static final int CL_PROFILING_INFO_NOT_AVAILABLE = -7;

  private final Optional<ClTimes> times;

  FakeEvent(Recorder recorder, String name, Optional<ClTimes> times) {
    super(recorder, Kind.EVENT, name);
    this.times = times;
  }

  @Override
  public void await() {
    checkOpen();
    recorder().call("clWaitForEvents", objectName(), "");
  }

  @Override
  public ClTimes times() {
    checkOpen();
    recorder().call("clGetEventProfilingInfo", objectName(), "");
    return times.orElseThrow(
        () ->
            new ClException(
                "clGetEventProfilingInfo", CL_PROFILING_INFO_NOT_AVAILABLE, objectName()));
  }
}
