package oncilla.cli.train;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.backend.provider.Selection;
import oncilla.base.Message;
import oncilla.base.PathText;
import oncilla.base.Setting;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Tables;
import oncilla.cli.console.Wording;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.ModelSource;
import oncilla.data.DataException;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.reader.ImageFile;
import oncilla.data.reader.ImageListing;
import oncilla.io.SavedModel;
import oncilla.report.Decimals;
import oncilla.report.Json;
import oncilla.report.TextTable;
import oncilla.train.Evaluator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code predict}: label and probability for images. */
@Command(
    name = "predict",
    header = "Says what a saved model takes images for, with the probability.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ModelSource source;

  @Option(
      names = "--skip-unreadable",
      description = "Leave unreadable images out, with a warning; then the exit code is 4.")
  private boolean skipUnreadable;

  @Mixin private BackendOptions backend;
  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description =
          "Image files (JPEG, PNG, GIF, BMP, TIFF, WebP), or folders with them at any depth.")
  private List<Path> paths;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, false)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    SavedModel model = source.load();
    int size = imageSize(model);
    Selection selection = backend.select(spec, Optional.of(model.precision()));
    List<Path> asked = files(messages);
    List<Path> files = new ArrayList<>();
    List<byte[]> images = new ArrayList<>();
    for (Path file : asked) {
      try {
        images.add(ImageFile.read(file, size));
        files.add(file);
      } catch (DataException unreadable) {
        if (!skipUnreadable) {
          throw asked.size() == 1 ? unreadable : naming(Setting.SKIP_UNREADABLE, unreadable);
        }
        messages.notices().warn(ImageFile.leftOut(file, unreadable));
      }
    }
    if (images.isEmpty()) {
      throw new DataException("no image could be read");
    }
    messages.say(Wording.of(selection.worded()));
    Pixels pixels = pixels(images, size, model.divisor());
    if (model.divisor() != Pixels.WHITE) {
      messages.say(
          "pixels are divided by %s, as those that the model was trained on"
              .formatted(Decimals.shortest(model.divisor())));
    }
    Features features = model.standardization().<Features>map(pixels::standardized).orElse(pixels);
    backend.compute(
        selection,
        messages,
        (chosen, opened) -> {
          double[] probabilities =
              new Evaluator(opened).probabilities(model.network(), model.parameters(), features);
          print(files, probabilities, model.classNames(), opened.unverified());
          return probabilities;
        });
    return files.size() == asked.size() ? ExitCodes.DONE : ExitCodes.SOME_UNREADABLE;
  }

  private static DataException naming(Setting remedy, DataException unreadable) {
    return new DataException(
        Message.of(unreadable.getMessage() + "; ", remedy, " leaves such files out"), unreadable);
  }

  private int imageSize(SavedModel model) {
    SavedModel.ImageSize size =
        model
            .imageSize()
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: the model was trained on a table of %d columns, expected one of images; evaluate takes tables"
                            .formatted(source.path, model.network().inputs())));
    if (size.height() != size.width() || size.channels() != 3) {
      throw new DataException(
          "%s: the model takes images of %d x %d with %d channels, expected a square with 3"
              .formatted(source.path, size.height(), size.width(), size.channels()));
    }
    if (!size.ofPixels()) {
      throw new DataException(
          "%s: the model was trained on images whose numbers are not of 0 to 255, and what those of"
                  .formatted(source.path)
              + " an image file would be among them is not known; evaluate takes arrays of such"
              + " images");
    }
    return size.height();
  }

  private List<Path> files(Messages messages) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      ImageListing inside = ImageListing.of(path);
      if (inside.files().isEmpty()) {
        throw new DataException(path + ": there is no file in it");
      }
      if (!inside.repeated().isEmpty()) {
        messages.say(
            "%s: %d links to what is read already, or back, are left out"
                .formatted(path, inside.repeated().size()));
      }
      files.addAll(inside.files());
    }
    return files;
  }

  private static Pixels pixels(List<byte[]> images, int size, double divisor) {
    ImageGeometry geometry = new ImageGeometry(size, size, 3);
    if ((long) images.size() * geometry.size() > Integer.MAX_VALUE - 8) {
      throw new DataException(images.size() + " images are too many at once");
    }
    byte[] values = new byte[images.size() * geometry.size()];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, values, i * geometry.size(), geometry.size());
    }
    return new Pixels(values, images.size(), geometry, divisor);
  }

  private void print(
      List<Path> files, double[] probabilities, List<String> classNames, boolean unverified) {
    PrintWriter out = spec.commandLine().getOut();
    String positive = classNames.get(1);
    if (common.json) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (int i = 0; i < probabilities.length; i++) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", PathText.of(files.get(i)));
        row.put("probability", probabilities[i]);
        row.put("label", classNames.get(probabilities[i] > 0.5 ? 1 : 0));
        if (unverified) {
          row.put("unverified", true);
        }
        rows.add(row);
      }
      out.println(new Json().line(rows));
      return;
    }
    TextTable table = new TextTable().left("image").right("p(" + positive + ")").left("label");
    for (int i = 0; i < probabilities.length; i++) {
      table.row(
          PathText.of(files.get(i)),
          String.format(Locale.ROOT, "%.4f", probabilities[i]),
          classNames.get(probabilities[i] > 0.5 ? 1 : 0));
    }
    Tables.print(table, out);
    out.flush();
  }
}
