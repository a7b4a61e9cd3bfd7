package oncilla.cli.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import oncilla.cli.console.Usage;
import oncilla.cli.options.HiddenLayers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What {@code train} takes for options that nobody gave. The recipe of the notes is the defaults of
 * the options themselves; that for photographs was chosen on validation data of two real sets.
 *
 * @param name what {@code --recipe} calls it
 * @param values options with their values as text; an empty one is off
 */
record Recipe(Name name, Map<String, Optional<String>> values) {
  /** What {@code --recipe} takes. */
  enum Name {
    NOTES,
    PHOTOS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** With fewer training pictures nothing is held out: too little would be left to learn from. */
  static final int FEWEST_TO_SPLIT = 200;

  /** Which options given by the user make one of the recipe's meaningless. */
  private static final Map<String, List<String>> YIELDS =
      Map.of(
          "--epochs", List.of("--iterations"),
          "--init", List.of("--init-from", "--init-scale"),
          "--standardize", List.of("--init-from"),
          "--schedule", List.of("--step-every", "--step-factor"));

  /** Copies the map, in its order. */
  Recipe {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Full batches and plain descent: what the options' own defaults are. */
  static Recipe notes() {
    return new Recipe(Name.NOTES, Map.of());
  }

  /**
   * AdamW in mini-batches on standardised pictures that are flipped and shifted, stopped when the
   * held-out part gets no better, with a net that the number of pictures justifies. The numbers
   * come from a search with {@code peers/search.py} on held-out parts of two training sets (200
   * runs on 2,000 cats and dogs of 64×64, 50 on 40,000 pictures of CIFAR-10). What counted most, in
   * ROC-AUC, was to go on for long enough (120 epochs of the small set are 0.016 above 50, 60 of
   * the large one 0.010 above 30) and to the end of the cosine: runs of 80 that were stopped after
   * 15 epochs without a lower cost are 0.013 below the others. Then a strong decay (0.3 is 0.014
   * above 0.01 on the small set), little dropout (0.9 is 0.009 above 0.8 there), smoothed labels
   * (0.009 in runs so long) and a rate not above 0.001. {@code --augment photo} is not clearly
   * better than light, and slower.
   */
  static Recipe photos(int pictures, boolean images) {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    values.put("--hidden", Optional.of(hidden(pictures)));
    values.put("--init", Optional.of("he"));
    values.put("--optimizer", Optional.of("adamw"));
    values.put("--learning-rate", Optional.of("0.001"));
    values.put("--schedule", Optional.of("cosine"));
    boolean few = pictures < 10_000;
    values.put("--weight-decay", Optional.of(few ? "0.3" : "0.1"));
    values.put("--batch-size", Optional.of(few ? "64" : "256"));
    values.put("--epochs", Optional.of(few ? "80" : "60"));
    values.put("--keep-prob", Optional.of("0.9"));
    if (few) {
      values.put("--label-smoothing", Optional.of("0.1"));
    }
    values.put("--standardize", Optional.of("true"));
    values.put("--augment", Optional.of(images ? "light" : "none"));
    boolean splits = pictures >= FEWEST_TO_SPLIT;
    values.put("--validation-split", splits ? Optional.of("0.15") : Optional.empty());
    values.put("--early-stop", splits ? Optional.of(few ? "40" : "20") : Optional.empty());
    return new Recipe(Name.PHOTOS, values);
  }

  /** Some thousand weights for a picture are learnt by heart, whatever is done against it. */
  private static String hidden(int pictures) {
    return pictures < 1_000 ? "64,16" : pictures < 10_000 ? "256,64" : "512,128";
  }

  /**
   * Gives the options that stand nowhere on the command line the values of this recipe.
   *
   * @return what was given, as words of a command line
   */
  List<String> fill(CommandSpec spec) {
    List<String> words = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (!yields(spec, name)) {
            OptionSpec option = spec.findOption(name);
            option.setValue(value.map(text -> parsed(option, text)).orElse(null));
            value
                .filter(text -> !text.equals("none"))
                .ifPresent(text -> words.add(text.equals("true") ? name : name + " " + text));
          }
        });
    return words;
  }

  private static boolean yields(CommandSpec spec, String name) {
    if (Usage.given(spec, name)
        || YIELDS.getOrDefault(name, List.of()).stream().anyMatch(it -> Usage.given(spec, it))) {
      return true;
    }
    return switch (name) {
      // The step that is right for AdamW is not for descent without its scaling.
      case "--learning-rate" ->
          Usage.given(spec, "--optimizer") && !typed(spec, "--optimizer").startsWith("adam");
      case "--weight-decay" ->
          Usage.given(spec, "--optimizer") && !typed(spec, "--optimizer").equals("adamw");
      case "--keep-prob" -> Usage.given(spec, "--hidden") && typed(spec, "--hidden").equals("none");
      default -> false;
    };
  }

  private static String typed(CommandSpec spec, String option) {
    Object value = spec.findOption(option).getValue();
    return value.toString();
  }

  private static Object parsed(OptionSpec option, String text) {
    Class<?> type = option.type();
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (constant.toString().equals(text)) {
          return constant;
        }
      }
      throw new IllegalStateException(option.longestName() + " does not take " + text);
    }
    if (type == HiddenLayers.class) {
      return HiddenLayers.parse(text);
    }
    if (type == List.class) {
      return List.of(Double.valueOf(text));
    }
    if (type == Double.class || type == double.class) {
      return Double.valueOf(text);
    }
    if (type == Integer.class || type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == Long.class || type == long.class) {
      return Long.valueOf(text);
    }
    return type == boolean.class ? Boolean.valueOf(text) : text;
  }
}
