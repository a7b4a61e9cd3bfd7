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

  /**
   * A part of this tensor: elements that follow each other, row by row, as a tensor of their own.
   * The part shares this tensor's memory and lives as long. Through parts a tensor is copied from
   * and to arrays in pieces, and rows of a batch are an operand without being copied; a product may
   * be slower where they do not start at a multiple of a vector's length.
   *
   * @param first index of the part's first element in this tensor
   * @param part shape of the part
   * @throws IllegalArgumentException if the part does not lie within this tensor
   * @throws IllegalStateException if the tensor's arena is closed
   */
  Tensor part(long first, Shape part);

  /**
   * The first {@code rows} rows, as {@link #part}.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  default Tensor firstRows(long rows) {
    return part(0, Shape.of(rows, shape().columns()));
  }
}
