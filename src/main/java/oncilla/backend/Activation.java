package oncilla.backend;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What follows a dense layer's pre-activations, element by element. Every function here has a
 * derivative that can be told from its value, so that nothing but the value is kept for the
 * backward pass.
 */
public enum Activation {
  /** z; derivative 1. */
  IDENTITY,
  /** max(z, 0), NaN stays NaN; derivative 1 where the value is above 0, else 0. */
  RELU,
  /** (exp(z) − exp(−z)) / (exp(z) + exp(−z)); derivative 1 − a². */
  TANH,
  /** 1 / (1 + exp(−z)), without overflow for any z; derivative a · (1 − a). */
  SIGMOID;

  /** Those that a hidden layer may have. */
  public static List<Activation> ofHiddenLayers() {
    return List.of(RELU, TANH);
  }

  /** The name on the command line and in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The activation with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Activation ofLabel(String label) {
    return Arrays.stream(values())
        .filter(one -> one.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "an activation is one of "
                        + Arrays.stream(values())
                            .map(Activation::label)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + label
                        + "'"));
  }
}
