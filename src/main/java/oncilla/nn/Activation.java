package oncilla.nn;

/** What follows a dense layer's pre-activations. */
public enum Activation {
  /** max(z, 0). */
  RELU,
  /** 1 / (1 + exp(−z)). */
  SIGMOID;

  /** The name in files. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
