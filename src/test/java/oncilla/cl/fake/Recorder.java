package oncilla.cl.fake;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import oncilla.cl.ClException;

/** What a {@link FakeDriver}'s objects share: the log, the counts and the failures to come. */
final class Recorder {
  private final List<FakeCall> calls = new ArrayList<>();
  private final List<FakeEnqueue> enqueues = new ArrayList<>();
  private final List<PlannedFailure> failures = new ArrayList<>();
  private final ObjectCounts counts = new ObjectCounts();
  private final Map<Kind, Integer> lastId = new EnumMap<>(Kind.class);

  private static final class PlannedFailure {
    final String call;
    final int code;
    int callsUntil;

    PlannedFailure(String call, int callsUntil, int code) {
      this.call = call;
      this.callsUntil = callsUntil;
      this.code = code;
    }
  }

  void plan(String call, int nth, int code) {
    failures.add(new PlannedFailure(call, nth, code));
  }

  /** The name of the next object of a kind; {@link #created} confirms it. */
  String nextName(Kind kind) {
    return kind.word() + "#" + lastId.merge(kind, 1, Integer::sum);
  }

  void created(Kind kind) {
    counts.create(kind);
  }

  void released(Kind kind) {
    counts.release(kind);
  }

  /** Logs a call, and fails it if its turn has come. */
  void call(String call, String object, String detail) {
    calls.add(new FakeCall(call, object, detail));
    int code = plannedCode(call);
    if (code != 0) {
      throw new ClException(call, code, object + (detail.isEmpty() ? "" : ", " + detail));
    }
  }

  /** Like {@link #call}, for the caller to make its own exception of the code; 0 is success. */
  int callForCode(String call, String object, String detail) {
    calls.add(new FakeCall(call, object, detail));
    return plannedCode(call);
  }

  private int plannedCode(String call) {
    int code = 0;
    for (PlannedFailure failure : failures) {
      if (failure.call.equals(call) && --failure.callsUntil == 0) {
        code = failure.code;
      }
    }
    return code;
  }

  void enqueued(FakeEnqueue enqueue) {
    enqueues.add(enqueue);
  }

  List<FakeCall> calls() {
    return List.copyOf(calls);
  }

  List<FakeEnqueue> enqueues() {
    return List.copyOf(enqueues);
  }

  void forgetCalls() {
    calls.clear();
    enqueues.clear();
  }

  ObjectCounts counts() {
    return counts;
  }
}
