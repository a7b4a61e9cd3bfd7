package oncilla.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Expectation;
import oncilla.data.Listed;
import oncilla.data.Notices;
import oncilla.io.NamedClasses;

/**
 * Which of the one or two values that labels have is 0 and which is 1. Numbers may be 0 and 1, −1
 * and 1, or 1 and 2, the larger being 1; words are told apart by the positive name, by what is
 * expected, or by their meaning (no, yes), else by the alphabet. All but 0 and 1 is said.
 *
 * @param values the value of label 0 and the value of label 1
 * @param classNames names of the two
 * @param known which of these the labels say themselves
 */
public record LabelCoding(List<String> values, List<String> classNames, NamedClasses known) {
  private static final List<List<String>> NUMBERS =
      List.of(List.of("0", "1"), List.of("-1", "1"), List.of("1", "2"));
  private static final List<List<String>> WORDS =
      List.of(
          List.of("false", "true"),
          List.of("f", "t"),
          List.of("no", "yes"),
          List.of("n", "y"),
          List.of("negative", "positive"),
          List.of("neg", "pos"));

  /**
   * What is known beside the labels.
   *
   * @param where the labels, for what is said
   * @param place the label that is refused first, for what is wrong
   * @param options the positive name, and whether it was asked for
   * @param expected what is known of data that these go with
   * @param namesOfZeroAndOne class names where labels are numbers
   * @param knownOfZeroAndOne which of these are known
   * @param notices takes what has to be told
   */
  public record Context(
      String where,
      String place,
      DataOptions options,
      Optional<Expectation> expected,
      List<String> namesOfZeroAndOne,
      NamedClasses knownOfZeroAndOne,
      Notices notices) {}

  /**
   * The coding of labels with these values.
   *
   * @param found one or two values: whole numbers as {@code 0}, or words
   * @throws DataException if they cannot be told apart
   */
  public static LabelCoding of(List<String> found, Context context) {
    long numbers = found.stream().filter(LabelValues::isNumber).count();
    if (numbers != 0 && numbers != found.size()) {
      throw new DataException(
          context.place() + ": labels " + Listed.names(found) + ", expected numbers or words");
    }
    LabelCoding coding = numbers > 0 ? numbers(found, context) : words(found, context);
    if (!coding.values.equals(NUMBERS.get(0)) && !expects(found, context)) {
      say(coding, numbers == 0, context);
    }
    return coding;
  }

  /** 0 or 1 for one of the values. */
  public int label(String value) {
    return values.indexOf(value);
  }

  /** Whether data that these labels go with has said the same before. */
  private static boolean expects(List<String> found, Context context) {
    // Words beside other words are either theirs or refused when the names are compared.
    return context.expected().isPresent()
        && (context.expected().get().classNames().containsAll(found)
            || (context.expected().get().names().classes() == NamedClasses.BOTH
                && found.stream().noneMatch(LabelValues::isNumber)));
  }

  private static LabelCoding numbers(List<String> found, Context context) {
    DataOptions options = context.options();
    Optional<List<String>> coded =
        context
            .expected()
            .map(Expectation::classNames)
            .filter(names -> NUMBERS.contains(names) && names.containsAll(found));
    List<String> values =
        coded.orElseGet(
            () ->
                NUMBERS.stream()
                    .filter(pair -> pair.containsAll(found))
                    .findFirst()
                    .orElseThrow(() -> refused(found, context)));
    if (options.positiveAsked() && values.get(0).equals(options.positive())) {
      values = List.of(values.get(1), values.get(0));
      return new LabelCoding(values, values, NamedClasses.BOTH);
    }
    boolean named = context.knownOfZeroAndOne() != NamedClasses.NONE;
    if (named || values.equals(NUMBERS.get(0))) {
      return new LabelCoding(values, context.namesOfZeroAndOne(), context.knownOfZeroAndOne());
    }
    return new LabelCoding(values, values, NamedClasses.NONE);
  }

  private static DataException refused(List<String> found, Context context) {
    return new DataException(
        context.place()
            + (found.size() == 1 ? ": label " : ": labels ")
            + String.join(" and ", found)
            + ", expected 0 and 1, -1 and 1, 1 and 2, or two words");
  }

  private static LabelCoding words(List<String> found, Context context) {
    DataOptions options = context.options();
    if (options.positiveAsked()) {
      String positive =
          same(found, options.positive())
              .orElseThrow(
                  () ->
                      new DataException(
                          Message.of(
                              context.place()
                                  + ": labels "
                                  + Listed.names(found)
                                  + ", none is the ",
                              Setting.POSITIVE,
                              " class " + Listed.name(options.positive()))));
      return words(found, positive, options);
    }
    Optional<Expectation> expected = context.expected();
    NamedClasses known = expected.map(one -> one.names().classes()).orElse(NamedClasses.NONE);
    List<String> names = expected.map(Expectation::classNames).orElse(List.of("", ""));
    if (known == NamedClasses.BOTH && names.containsAll(found)) {
      return new LabelCoding(names, names, NamedClasses.BOTH);
    }
    if (known == NamedClasses.POSITIVE && (found.size() == 1 || found.contains(names.get(1)))) {
      return words(found, names.get(1), options);
    }
    Optional<LabelCoding> opposites = opposites(found);
    if (opposites.isPresent()) {
      return opposites.get();
    }
    if (found.size() == 1 && known == NamedClasses.BOTH) {
      // Whose words they are is known, and this is none of them: left to the comparison of names.
      return new LabelCoding(List.of("", found.get(0)), List.of("", found.get(0)), known);
    }
    if (found.size() == 1 && !found.contains(options.positive())) {
      throw new DataException(
          Message.of(
              context.where() + ": all labels are " + Listed.names(found) + " (",
              Setting.POSITIVE,
              " names the class that is 1)"));
    }
    List<String> sorted = found.stream().sorted().toList();
    return words(
        found,
        same(found, options.positive())
            .or(() -> negated(sorted))
            .orElse(sorted.get(sorted.size() - 1)),
        options);
  }

  /**
   * The word among {@code found} that is {@code name}; if none is, the one that differs in case.
   */
  private static Optional<String> same(List<String> found, String name) {
    List<String> alike = found.stream().filter(name::equalsIgnoreCase).toList();
    return found.contains(name)
        ? Optional.of(name)
        : alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
  }

  /** The word whose negation the other one is: cat, beside non-cat. */
  private static Optional<String> negated(List<String> two) {
    for (String word : two) {
      for (String other : two) {
        if (other
            .toLowerCase(Locale.ROOT)
            .matches(
                "(?:non?|not)[-_ ]?"
                    + java.util.regex.Pattern.quote(word.toLowerCase(Locale.ROOT)))) {
          return Optional.of(word);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<LabelCoding> opposites(List<String> found) {
    for (List<String> pair : WORDS) {
      List<String> values = new ArrayList<>(pair);
      for (String word : found) {
        int at = pair.indexOf(word.toLowerCase(Locale.ROOT));
        if (at >= 0) {
          values.set(at, word);
        }
      }
      if (values.containsAll(found)) {
        boolean booleans = pair == WORDS.get(0);
        return Optional.of(
            new LabelCoding(
                values,
                booleans ? pair : values,
                booleans ? NamedClasses.NONE : NamedClasses.BOTH));
      }
    }
    return Optional.empty();
  }

  private static LabelCoding words(List<String> found, String positive, DataOptions options) {
    String negative =
        found.stream().filter(word -> !word.equals(positive)).findFirst().orElse("non-" + positive);
    List<String> values = List.of(negative, positive);
    return new LabelCoding(
        values,
        values,
        Set.copyOf(found).equals(Set.copyOf(values)) ? NamedClasses.BOTH : NamedClasses.POSITIVE);
  }

  private static void say(LabelCoding coding, boolean words, Context context) {
    String line =
        "%s: labels %s and %s are taken as 0 and 1"
            .formatted(
                context.where(),
                Listed.name(coding.values.get(0)),
                Listed.name(coding.values.get(1)));
    context
        .notices()
        .say(
            words && !context.options().positiveAsked()
                ? Message.of(line + " (", Setting.POSITIVE, " names the one that is 1)")
                : Message.of(line));
  }
}
