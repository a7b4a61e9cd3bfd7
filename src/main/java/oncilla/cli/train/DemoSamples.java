package oncilla.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import oncilla.data.Split;
import oncilla.data.demo.DemoPictures;
import oncilla.report.OutputException;
import oncilla.report.run.RunDirectory;

/** A few of the demo's held-out pictures as files, so that there is something to predict. */
final class DemoSamples {
  private static final int COUNT = 8;

  private DemoSamples() {}

  static List<Path> write(RunDirectory directory, Map<String, Object> options) {
    Path folder = directory.path().resolve("pictures");
    try {
      Files.createDirectory(folder);
      return DemoPictures.writePng(
          folder,
          COUNT,
          (Integer) options.get("image_size"),
          (Long) options.get("seed"),
          Split.TEST);
    } catch (IOException cause) {
      throw OutputException.cannotWrite(folder, cause);
    }
  }
}
