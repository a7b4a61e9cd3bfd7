package oncilla.data;

import java.util.List;
import java.util.stream.Collectors;

/** Names in a message: each in quotes where it would not be seen as one, and never very many. */
public final class Listed {
  private static final int SHOWN = 8;

  private Listed() {}

  /** As {@code cat, dog}; after eight "and 12 more". */
  public static String names(List<String> names) {
    String shown = names.stream().limit(SHOWN).map(Listed::name).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }

  /** A name; in quotes unless it is a word. */
  public static String name(String name) {
    String shown = name.length() > 60 ? name.substring(0, 57) + "..." : name;
    return shown.matches("[\\p{L}\\p{N}_.+-]+") ? shown : "'" + shown + "'";
  }

  /** The name of a class in a sentence, where a bare number would be taken for a count. */
  public static String className(String name) {
    return name.matches("[-+.0-9]+") ? "class " + name : name(name);
  }
}
