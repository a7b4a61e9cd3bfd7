package oncilla.cli;

import oncilla.data.DataOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How images are read. */
final class ImageOptions {
  @Option(
      names = "--positive",
      paramLabel = "CLASS",
      defaultValue = "cat",
      description = "Sub-folder whose images have label 1 (default ${DEFAULT-VALUE}).")
  String positive;

  @Option(
      names = "--image-size",
      paramLabel = "N",
      description = "Height and width that images are scaled to (default 64).")
  Integer imageSize;

  @Option(
      names = "--skip-unreadable",
      description = "Leave unreadable images out, with a warning each.")
  boolean skipUnreadable;

  /** The options, with {@code size} where none was given. */
  DataOptions options(CommandSpec spec, int size) {
    int edge = imageSize == null ? size : imageSize;
    return Usage.check(spec, () -> new DataOptions(positive, edge, skipUnreadable));
  }
}
