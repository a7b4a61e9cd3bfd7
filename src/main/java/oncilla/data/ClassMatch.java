package oncilla.data;

import java.util.List;
import java.util.Optional;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.io.DataNames;
import oncilla.io.NamedClasses;

/**
 * The classes of data and those it is compared with. Where both know both names, these must be the
 * same; where one knows the positive name only (a folder of images, whose other sub-folders are the
 * negative class whatever they are called), that one must be; where one knows none, labels are 0
 * and 1.
 */
final class ClassMatch {
  private ClassMatch() {}

  static Dataset match(Dataset data, Expectation expected, Notices notices) {
    return matchKnown(data, expected, notices)
        .orElseThrow(
            () ->
                new DataException(
                    Message.of(
                        "%s: its classes are %s, expected %s as in %s (label 1 is the class that "
                            .formatted(
                                data.source(),
                                text(data.classNames(), data.names().classes()),
                                text(expected.classNames(), expected.names().classes()),
                                expected.source()),
                        Setting.POSITIVE,
                        " names)")));
  }

  /** As {@link #match}; other names are those of the start, and not used. */
  static Dataset matchStart(Dataset data, Expectation start, Notices notices) {
    Optional<Dataset> matched = matchKnown(data, start, notices);
    if (matched.isEmpty()) {
      notices.say(
          Message.of(
              "%s: its classes (%s) are not used; the model learns those of %s (%s)"
                  .formatted(
                      start.source(),
                      text(start.classNames(), start.names().classes()),
                      data.source(),
                      text(data.classNames(), data.names().classes()))));
    }
    return matched.orElse(data);
  }

  /** Empty where both have names and these are not the same. */
  private static Optional<Dataset> matchKnown(Dataset data, Expectation expected, Notices notices) {
    List<String> found = data.classNames();
    List<String> wanted = expected.classNames();
    NamedClasses known = data.names().classes();
    NamedClasses wantedKnown = expected.names().classes();
    if (known == NamedClasses.NONE || wantedKnown == NamedClasses.NONE) {
      return Optional.of(data);
    }
    boolean both = known == NamedClasses.BOTH && wantedKnown == NamedClasses.BOTH;
    if (found.equals(wanted) || (!both && found.get(1).equals(wanted.get(1)))) {
      sayOtherNegatives(data, expected, notices);
      return Optional.of(data);
    }
    boolean turned =
        both
            ? found.get(0).equals(wanted.get(1)) && found.get(1).equals(wanted.get(0))
            : (isNegativeKnown(data.names()) && found.get(0).equals(wanted.get(1)))
                || (isNegativeKnown(expected.names()) && found.get(1).equals(wanted.get(0)));
    if (!turned) {
      return Optional.empty();
    }
    notices.say(
        Message.of(
            "%s: its classes are %s, in %s they are %s: labels are turned to match"
                .formatted(
                    data.source(),
                    text(found, known),
                    expected.source(),
                    text(wanted, wantedKnown))));
    return Optional.of(turned(data, wanted));
  }

  /** Every label turned around, under these names. */
  static Dataset turned(Dataset data, List<String> classNames) {
    byte[] labels = new byte[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (1 - data.labels()[i]);
    }
    return new Dataset(
        data.source(), data.features(), labels, classNames, data.names(), data.files());
  }

  private static void sayOtherNegatives(Dataset data, Expectation expected, Notices notices) {
    List<String> found = negatives(data.names(), data.classNames());
    List<String> wanted = negatives(expected.names(), expected.classNames());
    if (!found.isEmpty() && !wanted.isEmpty() && !found.equals(wanted)) {
      notices.say(
          Message.of(
              "%s: the negative class is %s, in %s it is %s"
                  .formatted(
                      data.source(),
                      Listed.names(found),
                      expected.source(),
                      Listed.names(wanted))));
    }
  }

  /** What the negative class is made of, where that is known. */
  private static List<String> negatives(DataNames names, List<String> classNames) {
    return !names.negatives().isEmpty()
        ? names.negatives()
        : names.classes() == NamedClasses.BOTH ? classNames.subList(0, 1) : List.of();
  }

  /** Whether the negative class has a name of its own: as a word, or as the one other folder. */
  private static boolean isNegativeKnown(DataNames names) {
    return names.classes() == NamedClasses.BOTH || names.negatives().size() == 1;
  }

  private static String text(List<String> names, NamedClasses known) {
    return known == NamedClasses.BOTH ? Listed.names(names) : "'" + names.get(1) + "' and others";
  }
}
