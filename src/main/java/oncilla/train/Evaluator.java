package oncilla.train;

import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.memory.Arenas;
import oncilla.train.memory.MemoryUse;
import oncilla.train.metric.Evaluation;
import oncilla.train.metric.Metrics;
import oncilla.train.metric.Predictions;

/**
 * Runs a network forward over any number of examples, a block of rows at a time so that memory does
 * not grow with the data set. The number of rows of a block depends on network and device alone, so
 * that what an example gets does not depend on the examples beside it; see {@link InferencePlan}.
 */
public final class Evaluator {
  /**
   * The memory of an evaluation.
   *
   * @param parameters W and b
   * @param inference for a block of examples
   */
  record Memory(ParameterMemory parameters, InferenceMemory inference) {
    /**
     * Allocates.
     *
     * @param block rows to forward at a time
     */
    static Memory allocate(
        Backend backend, Arenas arenas, Network network, Features features, int block) {
      Arena arena = arenas.of(MemoryUse.EVALUATION);
      return new Memory(
          ParameterMemory.allocate(backend, arena, network),
          InferenceMemory.ofFeatures(backend, arena, network, features, block, block));
    }
  }

  private final Backend backend;
  private final int largestBlock;

  /** Up to 48 rows at a time, 256 on a GPU, fewer where the device has little memory. */
  public Evaluator(Backend backend) {
    this(backend, InferencePlan.largestBlock(backend));
  }

  /**
   * Up to {@code largestBlock} rows at a time, fewer where the device has little memory.
   *
   * @param backend computes; stays open
   */
  public Evaluator(Backend backend, int largestBlock) {
    if (largestBlock < 1) {
      throw new IllegalArgumentException("a block needs a row, not " + largestBlock);
    }
    this.backend = backend;
    this.largestBlock = largestBlock;
  }

  /**
   * The probability of label 1 for each example.
   *
   * @throws IllegalArgumentException if parameters or features do not fit the network
   * @throws BackendException if not even the smallest block fits the device
   */
  public double[] probabilities(Network network, Parameters parameters, Features features) {
    return run(network, parameters, features).probabilities();
  }

  /**
   * Accuracy and cost on labelled examples, and what all other metrics come from. The cost is taken
   * on the host, in double, from the logits.
   *
   * @param l2 λ
   * @param trainRows m_train, which the L2 term is divided by also on a test set
   * @throws IllegalArgumentException if parameters or data do not fit the network
   * @throws BackendException if not even the smallest block fits the device
   */
  public Evaluation evaluate(
      Network network, Parameters parameters, Dataset data, double l2, long trainRows) {
    Predictions predictions = run(network, parameters, data.features()).against(data.labels());
    double dataCost = predictions.logLoss();
    double penalty = l2 == 0 ? 0 : l2 / (2.0 * trainRows) * squaredWeights(parameters);
    return new Evaluation(
        new Metrics(predictions.accuracy(), dataCost + penalty, dataCost), predictions);
  }

  /**
   * Prepares an evaluation, and runs nothing: so that what a device cannot do is found before a
   * training whose result could not be measured.
   *
   * @param features of the examples; only their kind counts
   */
  public void prepare(Network network, Features features) {
    int block = blockRows(network, features);
    try (Arena arena = backend.newArena()) {
      Memory memory = Memory.allocate(backend, Arenas.all(arena), network, features, block);
      // More rows than a block has are uploaded when it runs.
      InferencePlan.record(
              backend, network, memory.parameters(), memory.inference(), Integer.MAX_VALUE)
          .close();
    }
  }

  private InferencePlan.Outputs run(Network network, Parameters parameters, Features features) {
    if (features.columns() != network.inputs()) {
      throw new IllegalArgumentException(
          features.columns() + " numbers per example, the network takes " + network.inputs());
    }
    parameters.requireFit(network);
    int block = blockRows(network, features);
    try (Arena arena = backend.newArena()) {
      Memory memory = Memory.allocate(backend, Arenas.all(arena), network, features, block);
      memory.parameters().upload(parameters);
      try (InferencePlan plan =
          InferencePlan.record(
              backend, network, memory.parameters(), memory.inference(), features.rows())) {
        return plan.run();
      }
    }
  }

  /** As many as there is memory for, however many examples there are. */
  int blockRows(Network network, Features features) {
    int block = largestBlock;
    while (true) {
      MemoryEstimate needed = MemoryEstimate.ofEvaluation(backend, network, features, block);
      if (needed.fits(backend)) {
        return block;
      }
      int smaller = InferencePlan.smallerBlock(backend, block);
      if (smaller == 0) {
        String what =
            "evaluating " + (block == 1 ? "one example" : block + " examples") + " at a time";
        throw new BackendException(needed.refusal(what, backend));
      }
      block = smaller;
    }
  }

  private static double squaredWeights(Parameters parameters) {
    double sum = 0;
    for (LayerParameters layer : parameters.layers()) {
      for (double weight : layer.weights()) {
        sum += weight * weight;
      }
    }
    return sum;
  }
}
