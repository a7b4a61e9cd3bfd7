package oncilla.backend;

/** Tensors allocated together and freed together. New memory is zero. */
public interface Arena extends AutoCloseable {
  /**
   * A tensor with an allocation of its own, of exactly its size.
   *
   * @throws BackendException if the device cannot hold it
   */
  Tensor allocate(ElementType type, Shape shape);

  /**
   * Tensors of one type in one allocation.
   *
   * @throws BackendException if the device cannot hold it
   */
  TensorBlock allocateBlock(ElementType type, BlockLayout layout);

  /** Tensors of type {@link ElementType#REAL} in one allocation. */
  default TensorBlock allocateBlock(BlockLayout layout) {
    return allocateBlock(ElementType.REAL, layout);
  }

  /**
   * A new, empty arena in the same memory, for tensors that are needed for a shorter time than
   * those of this one. Whoever asked for it closes it, before this one.
   */
  Arena inside();

  /** Frees every tensor of this arena, once; tensors used afterwards are an error of the caller. */
  @Override
  void close();
}
