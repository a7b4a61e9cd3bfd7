package oncilla.cli.console;

import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.base.Worded;

/** Words for the command line: settings that the library's messages name are options here. */
public final class Wording {
  private Wording() {}

  /** The message of {@code failure}. */
  public static String of(Throwable failure) {
    return failure instanceof Worded worded ? of(worded.worded()) : failure.getMessage();
  }

  /** The line that {@code message} is. */
  public static String of(Message message) {
    return message.text(Wording::option);
  }

  /** The option for {@code setting}. */
  static String option(Setting setting) {
    return switch (setting) {
      case BACKEND -> "--backend";
      case CPU_BLAS -> "--cpu-blas";
      case DEVICE -> "--device";
      case INITIALIZATION -> "--init";
      case LEARNING_RATE -> "--learning-rate";
      case POSITIVE -> "--positive";
      case PRECISION -> "--precision";
      case SKIP_UNREADABLE -> "--skip-unreadable";
    };
  }
}
