package oncilla.backend.opencl.runtime;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.LaunchTime;
import oncilla.backend.opencl.launch.Launch;
import oncilla.base.Closing;
import oncilla.cl.ClContext;
import oncilla.cl.ClEvent;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClQueue;
import oncilla.cl.ClTimes;

/**
 * A launch of a plan that is to be timed: what it is, and its kernel with all arguments bound. The
 * queue that times is not the one that trains, because events in it cost time.
 *
 * @param launch what it is
 * @param kernel stays the plan's
 */
record TimedLaunch(Launch launch, ClKernel kernel) {
  /** Runs them in order, in a queue of their own, and waits. */
  static List<LaunchTime> run(List<TimedLaunch> plan, ClContext context) {
    List<AutoCloseable> owned = new ArrayList<>();
    List<ClEvent> events = new ArrayList<>();
    List<LaunchTime> times = new ArrayList<>();
    ClQueue queue = context.createTimingQueue();
    try {
      for (TimedLaunch each : plan) {
        ClLaunch prepared = each.prepare(queue);
        owned.add(prepared);
        ClEvent event = prepared.enqueueTimed();
        owned.add(event);
        events.add(event);
      }
      queue.finish();
      for (int i = 0; i < events.size(); i++) {
        times.add(plan.get(i).time(events.get(i).times()));
      }
    } finally {
      owned.add(queue);
      Closing.all(owned);
    }
    return times;
  }

  private ClLaunch prepare(ClQueue queue) {
    return queue.prepare(kernel, launch.range().global(), launch.range().local());
  }

  private LaunchTime time(ClTimes times) {
    return new LaunchTime(
        launch.kernel(),
        launch.mode(),
        launch.bytes(),
        launch.operations(),
        times.startNanos(),
        times.endNanos());
  }
}
