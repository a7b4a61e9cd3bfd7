package oncilla.cl.fake;

import oncilla.cl.ClEvent;

/** An event that has always happened. */
final class FakeEvent extends FakeObject implements ClEvent {
  FakeEvent(Recorder recorder, String name) {
    super(recorder, Kind.EVENT, name);
  }

  @Override
  public void await() {
    checkOpen();
    recorder().call("clWaitForEvents", objectName(), "");
  }
}
