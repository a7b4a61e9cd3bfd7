package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oncilla.train.metric.Finding;
import oncilla.train.metric.Verdict;
import org.junit.jupiter.api.Test;

/** What is suggested after a verdict, and how the command is put together. */
class SuggestionsTest {
  private static final Set<String> ALL =
      Set.of(
          "--class-weight",
          "--recipe",
          "--augment",
          "--keep-prob",
          "--l2",
          "--hidden",
          "--init",
          "--optimizer",
          "--learning-rate",
          "--iterations",
          "--epochs");

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "hidden", "20,7,5",
          "activation", "relu",
          "init", "lecun",
          "l2", "0",
          "keep_prob", "1",
          "iterations", "2500",
          "learning_rate", "0.0075");

  private static List<String> commands(
      Set<String> options, Map<String, String> used, List<String> typed, Finding... findings) {
    return new Suggestions(TypedOptions.of(typed), used, true, options::contains)
        .after(new Verdict(Set.of(findings), Double.NaN)).stream()
            .map(suggestion -> suggestion.command().replaceFirst(".* train ", "train "))
            .toList();
  }

  @Test
  void whatThereIsNoOptionForIsNotSuggested() {
    List<String> typed = List.of("--train=a");
    assertEquals(
        List.of(
            "train --train a --recipe photos",
            "train --train a --augment light",
            "train --train a --keep-prob 0.8"),
        commands(ALL, DEFAULTS, typed, Finding.OVERFITTING));
    assertEquals(
        List.of(
            "train --train a --keep-prob 0.8",
            "train --train a --l2 0.7",
            "train --train a --hidden 10,3,2"),
        commands(Set.of("--keep-prob", "--l2", "--hidden"), DEFAULTS, typed, Finding.OVERFITTING));
    assertEquals(List.of(), commands(Set.of(), DEFAULTS, typed, Finding.OVERFITTING));
    // Adam comes with its own rate, so both options must be there.
    assertEquals(
        List.of("train --train a --iterations 5000"),
        commands(Set.of("--optimizer", "--iterations"), DEFAULTS, typed, Finding.UNDERFITTING));
  }

  @Test
  void whatTheRunHasIsNotSuggestedAgain() {
    Map<String, String> used = new HashMap<>(DEFAULTS);
    used.putAll(
        Map.of("recipe", "photos", "augment", "light", "keep_prob", "0.9,1,1", "l2", "0.1"));
    assertEquals(
        List.of("train --train a --recipe photos --hidden 10,3,2"),
        commands(ALL, used, List.of("--train=a"), Finding.OVERFITTING));
    used.put("class_weight", "balanced");
    assertEquals(
        List.of(), commands(ALL, used, List.of("--train=a"), Finding.IMBALANCED, Finding.BETTER));
  }

  @Test
  void stoppingEarlyNeedsExamplesThatAreHeldBack() {
    Set<String> options = Set.of("--validation-split", "--early-stop");
    assertEquals(
        List.of("train --demo --validation-split 0.1 --early-stop 10"),
        commands(options, DEFAULTS, List.of("--demo"), Finding.OVERFITTING));
    assertEquals(
        List.of("train --demo --validation-split 0.3 --early-stop 10"),
        commands(
            options, DEFAULTS, List.of("--demo", "--validation-split=0.3"), Finding.OVERFITTING));
    Map<String, String> used = new HashMap<>(DEFAULTS);
    used.put("early_stop", "5");
    assertEquals(List.of(), commands(options, used, List.of("--demo"), Finding.OVERFITTING));
  }

  @Test
  void aGoodModelNeedsNoSuggestion() {
    assertEquals(List.of(), commands(ALL, DEFAULTS, List.of("--demo"), Finding.BETTER));
  }

  @Test
  void imbalancedClassesGetWeightsFirst() {
    assertEquals(
        "train --demo --class-weight balanced",
        commands(ALL, DEFAULTS, List.of("--demo"), Finding.IMBALANCED, Finding.UNDERFITTING)
            .get(0));
  }

  @Test
  void aChangeTakesThePlaceOfWhatWasTyped() {
    List<String> typed =
        List.of("--iterations=100", "--train=my cats", "--out=runs/1", "--quiet", "--json");
    Map<String, String> used = new HashMap<>(DEFAULTS);
    used.put("iterations", "100");
    assertEquals(
        List.of("train --iterations 200 --train 'my cats'"),
        commands(Set.of("--iterations"), used, typed, Finding.UNDERFITTING));
  }

  @Test
  void epochsAreDoubledWhereTheyCount() {
    Map<String, String> used = new HashMap<>(DEFAULTS);
    used.put("epochs", "30");
    assertEquals(
        List.of("train --demo --epochs 60"),
        commands(
            Set.of("--epochs", "--iterations"), used, List.of("--demo"), Finding.UNDERFITTING));
  }

  @Test
  void logisticRegressionHasNoHiddenLayersToChange() {
    Map<String, String> used = new HashMap<>(DEFAULTS);
    used.put("hidden", "none");
    assertEquals(
        List.of("train --demo --l2 0.7"),
        commands(
            Set.of("--keep-prob", "--l2", "--hidden", "--init"),
            used,
            List.of("--demo"),
            Finding.OVERFITTING,
            Finding.ALL_ONE_CLASS));
  }

  @Test
  void whatIsForImagesIsNotForTables() {
    Suggestions tables =
        new Suggestions(TypedOptions.of(List.of("--train=a.csv")), DEFAULTS, false, ALL::contains);
    List<String> commands =
        tables.after(new Verdict(Set.of(Finding.OVERFITTING), Double.NaN)).stream()
            .map(Suggestions.Suggestion::command)
            .toList();
    assertEquals(3, commands.size());
    assertFalse(commands.toString().contains("--recipe"), commands::toString);
    assertFalse(commands.toString().contains("--augment"), commands::toString);
  }

  @Test
  void valuesThatLookLikeOptionsStayWithTheirs() {
    TypedOptions typed = TypedOptions.of(List.of("--train=-cats=", "--demo", "--x="));
    assertEquals(List.of("--train=-cats=", "--demo", "--x", ""), typed.commandLine());
    assertEquals(List.of("--train=-cats=", "--demo", "--x="), typed.words());
  }

  @Test
  void filesAreLookedForWhereTheUserStands() {
    Path here = Path.of("pom.xml");
    for (String option : List.of("--train", "--test", "--init-from")) {
      assertTrue(
          new Suggestions(
                  TypedOptions.of(List.of(option + "=" + here)), DEFAULTS, false, ALL::contains)
              .hasFilesHere());
      assertFalse(
          new Suggestions(
                  TypedOptions.of(List.of("--demo", option + "=no/such/file")),
                  DEFAULTS,
                  false,
                  ALL::contains)
              .hasFilesHere());
    }
  }

  @Test
  void aChangeThatWouldNotGoWithWhatWasTypedIsNotSuggested() {
    Set<String> options =
        Set.of("--init", "--optimizer", "--learning-rate", "--recipe", "--hidden");
    assertEquals(
        List.of("train --demo --init-scale 0.1 --momentum 0.5 --hidden 40,14,10"),
        commands(
            options,
            DEFAULTS,
            List.of("--demo", "--init-scale=0.1", "--momentum=0.5"),
            Finding.UNDERFITTING));
    assertEquals(
        List.of(
            "train --train a --init he", "train --train a --optimizer adam --learning-rate 0.001"),
        commands(options, DEFAULTS, List.of("--train=a"), Finding.ALL_ONE_CLASS));
  }

  @Test
  void optionsAreTextAsInTheConfiguration() {
    Map<String, Object> options = new HashMap<>();
    options.put("keep_prob", List.of(1.0, 0.5));
    options.put("l2", 0.0);
    options.put("test", null);
    options.put("demo", true);
    assertEquals(
        Map.of("keep_prob", "1,0.5", "l2", "0", "demo", "true"), Suggestions.texts(options));
  }
}
