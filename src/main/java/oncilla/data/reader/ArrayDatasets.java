package oncilla.data.reader;

import java.util.List;
import java.util.Optional;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Expectation;
import oncilla.data.Features;
import oncilla.data.Listed;
import oncilla.data.Notices;
import oncilla.data.Table;
import oncilla.data.table.LabelCoding;
import oncilla.data.table.LabelValues;
import oncilla.data.table.TableScale;
import oncilla.io.DataNames;
import oncilla.io.NamedClasses;

/** Data sets from arrays: rank 4 and rank 3 are images, rank 2 is a table. */
final class ArrayDatasets {
  private static final List<String> TABLE_CLASSES = List.of("0", "1");

  private final String source;
  private final DataOptions options;
  private final Optional<Expectation> expected;
  private final Notices notices;

  /**
   * Reads arrays of one file.
   *
   * @param source the file
   * @param options names the classes where the file does not
   * @param expected what is known of data that this goes with
   * @param notices takes what has to be told
   */
  ArrayDatasets(
      String source, DataOptions options, Optional<Expectation> expected, Notices notices) {
    this.source = source;
    this.options = options;
    this.expected = expected;
    this.notices = notices;
  }

  /**
   * Checks and converts.
   *
   * @param inputs images as {@link ArrayImages} takes them, or any numbers of shape {@code (m, n)}
   * @param labels m numbers or words, of any shape
   * @param classNames names of label 0 and label 1, where the file says them
   */
  Dataset of(NumericArray inputs, NumericArray labels, Optional<List<String>> classNames) {
    inputs.requireSize(1);
    boolean images = inputs.rank() == 4 || inputs.rank() == 3;
    if (!images && inputs.rank() != 2) {
      throw new DataException(
          inputs.where()
              + ": "
              + inputs.type()
              + " of shape "
              + inputs.shape()
              + ", expected images (m, height, width, 3) or numbers (m, n)");
    }
    for (long length : inputs.dimensions()) {
      if (length == 0) {
        throw new DataException(
            inputs.where() + ": shape " + inputs.shape() + ", expected no length of 0");
      }
    }
    // Labels first: they are small and as likely to be wrong.
    LabelValues values = labels(labels, inputs);
    LabelCoding coding = LabelCoding.of(values.values(), context(labels, classNames, images));
    Features features =
        images
            ? new ArrayImages(inputs, options.tables(), expected, notices).features()
            : table(inputs);
    Dataset data =
        new Dataset(
            source,
            features,
            values.labels(coding),
            coding.classNames(),
            DataNames.of(coding.known()));
    return classNames.isPresent() && options.positiveAsked()
        ? AskedPositive.match(data, options.positive(), notices)
        : data;
  }

  private LabelCoding.Context context(
      NumericArray labels, Optional<List<String>> classNames, boolean images) {
    NamedClasses known =
        classNames.isPresent()
            ? NamedClasses.BOTH
            : options.positiveAsked() ? NamedClasses.POSITIVE : NamedClasses.NONE;
    List<String> names =
        classNames.orElse(images || options.positiveAsked() ? options.classNames() : TABLE_CLASSES);
    return new LabelCoding.Context(
        labels.where(), labels.where(), options, expected, names, known, notices);
  }

  private Table table(NumericArray inputs) {
    int size = inputs.requireSize(Double.BYTES);
    int columns = (int) inputs.dimensions()[1];
    double[] values = inputs.doubles().get();
    requireLength(inputs, values.length, size);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new DataException(
            inputs.where()
                + ": row "
                + (i / columns + 1)
                + ", column "
                + (i % columns + 1)
                + ": "
                + values[i]
                + ", expected a finite number");
      }
    }
    boolean bytes = inputs.type().equals(NumericArray.UINT8);
    TableScale.look(inputs.where(), values, columns, bytes, options.tables(), notices);
    return new Table(
        values, (int) inputs.dimensions()[0], columns, options.tables().divide().orElse(1));
  }

  private LabelValues labels(NumericArray labels, NumericArray inputs) {
    int size = labels.texts().isPresent() ? labels.requireFit(1) : labels.requireSize(Double.BYTES);
    if (size != inputs.dimensions()[0]) {
      throw new DataException(
          labels.where()
              + ": shape "
              + labels.shape()
              + ", expected "
              + inputs.dimensions()[0]
              + " labels for the examples of shape "
              + inputs.shape());
    }
    LabelValues values = new LabelValues();
    if (labels.texts().isPresent()) {
      String[] texts = labels.texts().get().get();
      requireLength(labels, texts.length, size);
      for (int i = 0; i < size; i++) {
        if (texts[i].isEmpty()) {
          throw new DataException(place(labels, i) + ": empty, expected a label");
        }
        values.add(LabelValues.word(texts[i]), i, at -> place(labels, at));
      }
      return values;
    }
    double[] numbers = labels.doubles().get();
    requireLength(labels, numbers.length, size);
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(numbers[i])) {
        throw new DataException(
            place(labels, i) + ": " + numbers[i] + ", expected a finite number");
      }
      values.add(LabelValues.text(numbers[i]), i, at -> place(labels, at));
    }
    if (labels.type().equals("bool")) {
      notices.say(Message.of(labels.where() + ": labels false and true are taken as 0 and 1"));
    }
    return values;
  }

  private static String place(NumericArray labels, int at) {
    return labels.where() + ": label " + (at + 1);
  }

  static void requireLength(NumericArray array, int found, int expected) {
    if (found != expected) {
      throw new DataException(
          array.where() + ": " + found + " values, expected " + expected + " for " + array.shape());
    }
  }

  /** The class that was asked for beside the names in a file. */
  private static final class AskedPositive {
    private AskedPositive() {}

    static Dataset match(Dataset data, String positive, Notices notices) {
      if (data.classNames().get(1).equals(positive)) {
        return data;
      }
      if (!data.classNames().get(0).equals(positive)) {
        throw new DataException(
            Message.of(
                data.source() + ": its classes are " + Listed.names(data.classNames()) + ", the ",
                Setting.POSITIVE,
                " class " + Listed.name(positive) + " is none of them"));
      }
      notices.say(
          Message.of(
              data.source() + ": its classes are " + Listed.names(data.classNames()) + ", the ",
              Setting.POSITIVE,
              " class is " + Listed.name(positive) + ": labels are turned to match"));
      byte[] labels = data.labels().clone();
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) (1 - labels[i]);
      }
      return new Dataset(
          data.source(),
          data.features(),
          labels,
          List.of(data.classNames().get(1), positive),
          data.names());
    }
  }
}
