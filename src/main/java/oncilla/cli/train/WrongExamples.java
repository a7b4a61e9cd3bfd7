package oncilla.cli.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import oncilla.base.PathText;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.report.CsvTable;
import oncilla.report.OutputException;
import oncilla.report.figure.ContactSheet;
import oncilla.report.figure.PendingFigure;
import oncilla.train.metric.Predictions;

/**
 * The images that a model is wrong about, the most confident mistakes first: what is wrong with a
 * model, or with a label, is often seen there at once.
 *
 * @param data images
 * @param predictions what the model says of them
 */
record WrongExamples(Dataset data, Predictions predictions) {
  /** The folder in a run directory. */
  static final String FOLDER = "wrong";

  /** All of them, in a table. */
  static final String LIST = "wrong.csv";

  /** The first of them, to be looked at. */
  static final String SHEET = "contact-sheet.png";

  private static final int RGB = 3;

  /** Indices of the wrong ones, the largest error first, and of the same error in their order. */
  List<Integer> mostConfidentFirst() {
    return IntStream.range(0, predictions.size())
        .filter(i -> !predictions.isRight(i))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -error(i)))
        .toList();
  }

  /**
   * Writes a list of all into a new folder, unless there are none.
   *
   * @return a sheet of the first, to be drawn into the same folder
   * @throws OutputException if something cannot be written
   */
  Optional<PendingFigure> write(Path parent) {
    List<Integer> wrong = mostConfidentFirst();
    if (wrong.isEmpty() || data.features().imageGeometry().isEmpty()) {
      return Optional.empty();
    }
    Path folder = parent.resolve(FOLDER);
    try {
      Files.createDirectory(folder);
    } catch (IOException cause) {
      throw OutputException.cannotWrite(folder, cause);
    }
    table(wrong).write(folder.resolve(LIST));
    List<ContactSheet.Picture> pictures = new ArrayList<>();
    for (int i : wrong.subList(0, Math.min(ContactSheet.MOST, wrong.size()))) {
      pictures.add(new ContactSheet.Picture(image(i), said(i), name(i)));
    }
    ContactSheet sheet =
        new ContactSheet(
            "The most confident mistakes",
            "%d of %d wrong in %s; what it is called, with the probability, and what it is"
                .formatted(wrong.size(), predictions.size(), data.source()),
            pictures);
    return Optional.of(new PendingFigure(folder.resolve(SHEET), sheet::write));
  }

  private CsvTable table(List<Integer> wrong) {
    CsvTable table =
        new CsvTable(List.of("index", "path", "label", "predicted", "probability", "error"));
    for (int i : wrong) {
      table.row(
          i,
          data.files().isEmpty() ? null : PathText.of(data.files().get(i)),
          data.classNames().get(predictions.labels()[i]),
          data.classNames().get(predictions.predicted(i)),
          predictions.probabilities()[i],
          error(i));
    }
    return table;
  }

  /** How far the probability is from the label. */
  private double error(int example) {
    return Math.abs(predictions.probabilities()[example] - predictions.labels()[example]);
  }

  /** With the probability of what it says. */
  private String said(int example) {
    double probability = predictions.probabilities()[example];
    return String.format(
        Locale.ROOT,
        "%s %.3f, is %s",
        data.classNames().get(predictions.predicted(example)),
        predictions.predicted(example) == 1 ? probability : 1 - probability,
        data.classNames().get(predictions.labels()[example]));
  }

  private String name(int example) {
    if (data.files().isEmpty()) {
      return "number " + example;
    }
    Path file = data.files().get(example);
    Path folder = file.getParent();
    return PathText.of(folder == null ? file : folder.getFileName().resolve(file.getFileName()));
  }

  /** What the network sees of it, as a picture again. */
  private BufferedImage image(int example) {
    Features features = data.features();
    ImageGeometry geometry = features.imageGeometry().orElseThrow();
    double[] values = new double[features.columns()];
    features.copyRows(example, example + 1, values);
    BufferedImage image =
        new BufferedImage(geometry.width(), geometry.height(), BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < geometry.width() * geometry.height(); pixel++) {
      int rgb = 0;
      for (int channel = 0; channel < RGB; channel++) {
        double share = values[pixel * RGB + channel] / features.divisor();
        rgb = rgb << 8 | (int) Math.max(0, Math.min(255, Math.round(255 * share)));
      }
      image.setRGB(pixel % geometry.width(), pixel / geometry.width(), rgb);
    }
    return image;
  }
}
