package oncilla.backend;

/**
 * Inverted dropout behind a layer.
 *
 * @param draw which mask
 * @param keepProbability in (0, 1)
 * @param mask where the mask is drawn to: the shape of the activation, type {@code U8}
 */
public record Dropout(DropoutMask draw, double keepProbability, Tensor mask) {}
