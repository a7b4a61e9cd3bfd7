package oncilla.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import picocli.CommandLine.Option;

/** Which saved model to use. */
public final class ModelSource {
  @Option(
      names = "--model",
      paramLabel = "PATH",
      required = true,
      description = "A run directory, or a model.safetensors file.")
  public Path path;

  /** Reads it. */
  public SavedModel load() {
    return ModelFile.load(Files.isDirectory(path) ? path.resolve("model.safetensors") : path);
  }
}
