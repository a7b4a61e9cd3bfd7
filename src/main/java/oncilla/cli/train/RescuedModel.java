package oncilla.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oncilla.base.Reasons;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import oncilla.report.OutputException;

/** A model that cannot be saved where it should be, and is saved elsewhere: it took hours. */
final class RescuedModel {
  private RescuedModel() {}

  /**
   * Saves the model in a new folder for temporary files.
   *
   * @param wanted where it should be
   * @param cause why it cannot be there
   * @return what to tell the user: where it is, or why it is nowhere
   */
  static OutputException save(SavedModel model, Path wanted, IOException cause) {
    String line = wanted + ": cannot be written: " + Reasons.of(cause);
    try {
      Path elsewhere =
          Files.createTempDirectory("oncilla-").resolve(wanted.getFileName().toString());
      ModelFile.save(elsewhere, model);
      return new OutputException(line + "; the model is in " + elsewhere, cause);
    } catch (IOException alsoThere) {
      cause.addSuppressed(alsoThere);
      return new OutputException(
          "%s; nor can it be in %s: %s"
              .formatted(line, System.getProperty("java.io.tmpdir"), Reasons.of(alsoThere)),
          cause);
    }
  }
}
