package oncilla.cli.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.backend.Activation;
import oncilla.backend.Augmentation;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.CpuBlas;
import oncilla.cli.console.Usage;
import oncilla.data.Header;
import oncilla.nn.Initialization;
import picocli.CommandLine;

/**
 * Options whose value is one word of a list: how the word is read, in any case of letters, and what
 * the help lists. The words are the labels of the library's own enums, and the names of the
 * backends and bindings that are there.
 */
public final class Choices {
  private Choices() {}

  /**
   * Lets {@code line} and its commands read values as all commands do: constants of the library's
   * enums by their labels, paths, lists of layers; words in any case of letters.
   */
  public static CommandLine register(CommandLine line) {
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(HiddenLayers.class, HiddenLayers::parse);
    line.registerConverter(Path.class, Usage::path);
    // A file may be called @something; there are no argument files.
    line.setExpandAtFiles(false);
    register(line, Precision.class);
    register(line, MatmulPrecision.class);
    register(line, CpuBlas.class);
    register(line, Initialization.Scheme.class);
    register(line, Header.class);
    register(line, OptimizerName.class);
    register(line, ScheduleName.class);
    register(line, StreamOptions.When.class);
    return line;
  }

  private static <E extends Enum<E>> void register(CommandLine line, Class<E> type) {
    line.registerConverter(type, word -> read(List.of(type.getEnumConstants()), word));
  }

  /** Reads a value by what it prints as. */
  private static <T> T read(List<T> values, String word) {
    return values.stream()
        .filter(value -> value.toString().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "expected one of %s (case-insensitive) but was '%s'".formatted(values, word)));
  }

  /** Activations of hidden layers. */
  static final class HiddenActivation
      implements CommandLine.ITypeConverter<Activation>, Iterable<String> {
    @Override
    public Activation convert(String word) {
      return Activation.ofLabel(read(labels(), word));
    }

    @Override
    public Iterator<String> iterator() {
      return labels().iterator();
    }

    private static List<String> labels() {
      return Activation.ofHiddenLayers().stream().map(Activation::label).toList();
    }
  }

  /** How images may be changed at random, and the word for not at all. */
  static final class AugmentationOrNone
      implements CommandLine.ITypeConverter<String>, Iterable<String> {
    private static final String NONE = "none";

    @Override
    public String convert(String word) {
      return read(words(), word);
    }

    /** What a word means. */
    static Optional<Augmentation.Strength> strength(String word) {
      return Stream.of(Augmentation.Strength.values())
          .filter(strength -> strength.toString().equals(word))
          .findFirst();
    }

    @Override
    public Iterator<String> iterator() {
      return words().iterator();
    }

    private static List<String> words() {
      return Stream.concat(
              Stream.of(NONE), Stream.of(Augmentation.Strength.values()).map(Object::toString))
          .toList();
    }
  }

  /** Names of the backends, and the one that lets the program choose. */
  static final class BackendOrAuto implements CommandLine.ITypeConverter<String>, Iterable<String> {
    @Override
    public String convert(String word) {
      // The default is read at every start, so without a look at the backends.
      return word.equals(BackendSelector.AUTO) ? word : read(names(), word);
    }

    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }

    private static List<String> names() {
      List<String> names = new ArrayList<>(List.of(BackendSelector.AUTO));
      names.addAll(BackendName.names());
      return names;
    }
  }

  /** Names of the backends. */
  public static final class BackendName
      implements CommandLine.ITypeConverter<String>, Iterable<String> {
    @Override
    public String convert(String word) {
      return read(names(), word);
    }

    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }

    private static List<String> names() {
      return BackendSelector.fromServices().selectable().stream()
          .map(BackendProvider::name)
          .toList();
    }
  }

  /** Names of the bindings. */
  public static final class BindingName
      implements CommandLine.ITypeConverter<String>, Iterable<String> {
    @Override
    public String convert(String word) {
      return read(BackendSelector.fromServices().bindings(), word);
    }

    @Override
    public Iterator<String> iterator() {
      return BackendSelector.fromServices().bindings().iterator();
    }
  }
}
