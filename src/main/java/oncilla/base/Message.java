package oncilla.base;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A line about what is wrong or what mends it, with the settings in it as values: so that library
 * code need not know what the command line calls them. {@code Message.of("Use ", Setting.PRECISION,
 * " fp32")} is "Use precision fp32" for a caller of the library and "Use --precision fp32" on the
 * command line.
 */
public final class Message implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Texts and {@link Setting}s, in order. */
  private final ArrayList<Serializable> parts;

  private Message(List<? extends Serializable> parts) {
    this.parts = new ArrayList<>(parts);
  }

  /**
   * A message of these parts, joined as they are.
   *
   * @param parts texts and {@link Setting}s
   */
  public static Message of(Serializable... parts) {
    for (Serializable part : parts) {
      if (!(part instanceof String || part instanceof Setting)) {
        throw new IllegalArgumentException("part of a message: " + part);
      }
    }
    return new Message(List.of(parts));
  }

  /** This message and {@code next} behind it. */
  public Message then(Message next) {
    List<Serializable> all = new ArrayList<>(parts);
    all.addAll(next.parts);
    return new Message(all);
  }

  /** This message with every text in it changed by {@code change}. */
  public Message mapTexts(UnaryOperator<String> change) {
    return new Message(
        parts.stream()
            .map(part -> part instanceof String text ? change.apply(text) : part)
            .toList());
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return toString().isEmpty();
  }

  /** The line, with each setting called by {@code name}. */
  public String text(Function<Setting, String> name) {
    return parts.stream()
        .map(part -> part instanceof Setting setting ? name.apply(setting) : part.toString())
        .collect(Collectors.joining());
  }

  /** The line, with the settings' names in the code. */
  @Override
  public String toString() {
    return text(Setting::toString);
  }
}
