package oncilla.cl.fake;

/** An object with a name and one life. */
abstract class FakeObject implements AutoCloseable {
  private final Recorder recorder;
  private final Kind kind;
  private final String name;
  private boolean closed;

  /** A created object; the call that created it is already logged. */
  FakeObject(Recorder recorder, Kind kind, String name) {
    this.recorder = recorder;
    this.kind = kind;
    this.name = name;
    recorder.created(kind);
  }

  final Recorder recorder() {
    return recorder;
  }

  /** Such as {@code buffer#3}. */
  final String objectName() {
    return name;
  }

  final boolean closed() {
    return closed;
  }

  final void checkOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  /**
   * Stricter than the bindings, which ignore a second close: whoever owns an object knows that it
   * is gone.
   */
  @Override
  public void close() {
    if (closed) {
      throw new IllegalStateException(name + " is closed twice");
    }
    closed = true;
    recorder.released(kind);
    recorder.call(kind.release(), name, "");
  }

  @Override
  public final String toString() {
    return name;
  }
}
