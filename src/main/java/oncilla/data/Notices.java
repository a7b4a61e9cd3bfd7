package oncilla.data;

import java.util.function.Consumer;
import oncilla.base.Message;

/** Takes what a reader has to tell while it reads. */
public interface Notices {
  /** Takes a line about how something was understood. */
  void say(Message line);

  /** Takes something that may well be wrong. */
  void warn(Trouble trouble);

  /** Hands both on as text, with settings by their names in the code. */
  static Notices to(Consumer<String> lines) {
    return new Notices() {
      @Override
      public void say(Message line) {
        lines.accept(line.toString());
      }

      @Override
      public void warn(Trouble trouble) {
        lines.accept(trouble.line().toString());
      }
    };
  }
}
