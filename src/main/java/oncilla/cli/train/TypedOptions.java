package oncilla.cli.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that somebody typed, in that order, to be changed and typed again.
 *
 * @param values by the option's name; empty for one that takes no value
 */
record TypedOptions(Map<String, Optional<String>> values) {
  /** Copies the map. */
  TypedOptions {
    values = new LinkedHashMap<>(values);
  }

  /** What the command line of {@code spec} had. */
  static TypedOptions of(CommandSpec spec) {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      boolean hasValue = option.arity().max() > 0;
      values.put(
          option.longestName(),
          hasValue
              ? Optional.of(String.join(",", option.originalStringValues()))
              : Optional.empty());
    }
    return new TypedOptions(values);
  }

  /** From words as {@link #words} has them. */
  static TypedOptions of(List<String> words) {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (String word : words) {
      int end = word.indexOf('=');
      values.put(
          end < 0 ? word : word.substring(0, end),
          end < 0 ? Optional.empty() : Optional.of(word.substring(end + 1)));
    }
    return new TypedOptions(values);
  }

  /** A word for each option, such as {@code --seed=3}. */
  List<String> words() {
    return values.entrySet().stream()
        .map(option -> option.getKey() + option.getValue().map(value -> "=" + value).orElse(""))
        .toList();
  }

  /** The words of a command line, as people write it. */
  List<String> commandLine() {
    List<String> words = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (value.isPresent() && value.get().startsWith("-")) {
            words.add(name + "=" + value.get());
          } else {
            words.add(name);
            value.ifPresent(words::add);
          }
        });
    return words;
  }

  /** Whether an option was typed. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** With this value of the option, in its place if it has one and at the end if it has none. */
  TypedOptions with(String name, String value) {
    Map<String, Optional<String>> changed = new LinkedHashMap<>(values);
    changed.put(name, Optional.of(value));
    return new TypedOptions(changed);
  }

  /** Without these options. */
  TypedOptions without(List<String> names) {
    Map<String, Optional<String>> changed = new LinkedHashMap<>(values);
    changed.keySet().removeAll(names);
    return new TypedOptions(changed);
  }
}
