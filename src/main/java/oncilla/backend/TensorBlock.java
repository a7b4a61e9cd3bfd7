package oncilla.backend;

import java.util.List;

/** Tensors of one type that share one allocation, laid out by a {@link BlockLayout}. */
public interface TensorBlock {
  /** The layout the block was allocated with. */
  BlockLayout layout();

  /** The tensors in the order of the layout's slots. */
  List<Tensor> parts();

  /**
   * The elements from the start of part {@code first} to the end of part {@code last}, with the
   * padding between them, as one {@code 1 × n} vector. An operation over all weights is one launch
   * over such a span: the padding is zero, so it adds nothing to a sum and stays zero in an update.
   */
  Tensor span(int first, int last);

  /** The whole block, padding included, as one vector. */
  Tensor all();
}
