package oncilla.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.random.NumpyRandom;

/**
 * How a network starts. Weights are drawn in double from one {@link NumpyRandom} stream, W1 first,
 * row-major; biases are zero. Rounding to the run's precision happens at the upload.
 *
 * @param scheme what the normals are scaled by
 * @param scale the factor of {@link Scheme#NORMAL}; other schemes do not use it and have 1
 */
public record Initialization(Scheme scheme, double scale) {
  /** The factor of {@link Scheme#NORMAL} if none is given. */
  public static final double DEFAULT_SCALE = 0.01;

  /** What standard normals are scaled by, for a layer from n_prev to n units. */
  public enum Scheme {
    /** randn / √n_prev: LeCun et al., "Efficient BackProp", 1998. */
    LECUN,
    /** randn · √(2 / n_prev): He et al., "Delving deep into rectifiers", 2015. */
    HE,
    /** randn · √(2 / (n_prev + n)): Glorot and Bengio, 2010. */
    GLOROT,
    /** randn · scale. */
    NORMAL,
    /** All weights zero: every unit of a layer stays the same as its neighbours. */
    ZEROS;

    /** The name on the command line and in files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The label. */
    @Override
    public String toString() {
      return label();
    }
  }

  /** Checks the scale. */
  public Initialization {
    if (scheme != Scheme.NORMAL && scale != 1) {
      throw new IllegalArgumentException(
          "a scale belongs to the start 'normal', not to '" + scheme.label() + "'");
    }
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("the scale of a start must be positive, not " + scale);
    }
  }

  /** A scheme without a scale of its own; {@link Scheme#NORMAL} has the default one. */
  public static Initialization of(Scheme scheme) {
    return new Initialization(scheme, scheme == Scheme.NORMAL ? DEFAULT_SCALE : 1);
  }

  /** randn · scale. */
  public static Initialization normal(double scale) {
    return new Initialization(Scheme.NORMAL, scale);
  }

  /**
   * The start with this name.
   *
   * @param scale a factor for {@code normal}, which otherwise is {@value #DEFAULT_SCALE}
   * @throws IllegalArgumentException if there is no such start, or a scale is given to another one
   */
  public static Initialization ofLabel(String label, OptionalDouble scale) {
    for (Scheme scheme : Scheme.values()) {
      if (scheme.label().equals(label)) {
        if (scale.isEmpty()) {
          return of(scheme);
        }
        if (scheme != Scheme.NORMAL) {
          throw new IllegalArgumentException(
              "a scale belongs to the start 'normal', not to '" + label + "'");
        }
        return normal(scale.getAsDouble());
      }
    }
    String known =
        Arrays.stream(Scheme.values()).map(Scheme::label).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("a start is one of " + known + ", not '" + label + "'");
  }

  /**
   * Draws the start of {@code network}.
   *
   * @param seed 0 … 2³²−1
   * @throws IllegalArgumentException if the seed is out of its range, or a weight matrix exceeds a
   *     Java array
   */
  public Parameters draw(Network network, long seed) {
    NumpyRandom random = new NumpyRandom(seed);
    List<LayerParameters> layers = new ArrayList<>();
    for (Dense layer : network.layers()) {
      if (layer.weights() > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            layer.outputs() + " x " + layer.inputs() + " weights exceed a Java array");
      }
      double[] weights = new double[(int) layer.weights()];
      if (scheme != Scheme.ZEROS) {
        DoubleUnaryOperator scaled = scaling(layer);
        Arrays.setAll(weights, i -> scaled.applyAsDouble(random.normal()));
      }
      layers.add(new LayerParameters(weights, new double[layer.outputs()]));
    }
    return new Parameters(layers);
  }

  /** A division stays a division and a product a product, so that the last bit is that of NumPy. */
  private DoubleUnaryOperator scaling(Dense layer) {
    double previous = layer.inputs();
    return switch (scheme) {
      case LECUN -> {
        double root = Math.sqrt(previous);
        yield normal -> normal / root;
      }
      case HE -> times(Math.sqrt(2 / previous));
      case GLOROT -> times(Math.sqrt(2 / (previous + layer.outputs())));
      case NORMAL -> times(scale);
      case ZEROS -> times(0);
    };
  }

  private static DoubleUnaryOperator times(double factor) {
    return normal -> normal * factor;
  }
}
