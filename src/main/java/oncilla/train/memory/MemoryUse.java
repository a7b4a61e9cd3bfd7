package oncilla.train.memory;

/** What memory of a device is for. */
public enum MemoryUse {
  /** Training examples as they are stored, their labels and order, and the batch. */
  DATA("data"),
  /** W and b. */
  PARAMETERS("parameters"),
  /** dW and db; where a batch is computed in parts, those of the batch and of a part. */
  GRADIENTS("gradients"),
  /** What the optimiser remembers. */
  OPTIMIZER("optimiser state"),
  /** What a pass leaves behind each layer, its gradient, and the masks of dropout. */
  ACTIVATIONS("activations"),
  /** Partial results of launches. */
  SCRATCH("scratch of kernels"),
  /** Held out examples, and the forward pass over a block of them. */
  VALIDATION("validation"),
  /** Parameters and optimiser state of the lowest validation cost. */
  BEST("best state so far"),
  /** The test set, and forward passes over blocks of it and of the training set. */
  CURVES("learning curves"),
  /** Parameters, and the forward pass over a block of examples, when training is over. */
  EVALUATION("evaluation");

  private final String label;

  MemoryUse(String label) {
    this.label = label;
  }

  /** In words. */
  public String label() {
    return label;
  }
}
