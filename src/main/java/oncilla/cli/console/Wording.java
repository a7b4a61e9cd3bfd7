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
      case BATCH_SIZE -> "--batch-size";
      case CPU_BLAS -> "--cpu-blas";
      case DEVICE -> "--device";
      case INITIALIZATION -> "--init";
      case LEARNING_RATE -> "--learning-rate";
      case PRECISION -> "--precision";
      case DIVIDE -> "--divide";
      case HEADER -> "--header";
      case HIDDEN -> "--hidden";
      case IGNORE_COLUMNS -> "--ignore-columns";
      case IMAGE_SIZE -> "--image-size";
      case INPUT_ARRAY -> "--x";
      case LABEL_ARRAY -> "--y";
      case LABEL_COLUMN -> "--label-column";
      case POSITIVE -> "--positive";
      case SKIP_UNREADABLE -> "--skip-unreadable";
      case STANDARDIZE -> "--standardize";
      case UNVERIFIED -> "--unverified";
      case VALIDATION_SPLIT -> "--validation-split";
    };
  }
}
