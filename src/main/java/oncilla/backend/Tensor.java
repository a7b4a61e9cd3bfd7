package oncilla.backend;

/**
 * An opaque handle to a row-major matrix in a backend's memory. It has no arithmetic and no {@code
 * close} of its own: {@link Ops} computes with it, and its {@link Arena} frees it.
 */
public interface Tensor {
  /** What the elements are. */
  ElementType type();

  /** Rows and columns. */
  Shape shape();

  /** The backend whose memory this is; only that backend's operations take the tensor. */
  Backend owner();
}
