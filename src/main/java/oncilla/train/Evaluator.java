package oncilla.train;

import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.nn.ActivationLayout;
import oncilla.nn.DropoutLayers;
import oncilla.nn.ForwardPass;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * Runs a network forward over any number of examples, a chunk of rows at a time so that memory does
 * not grow with the data set. One plan is recorded for the chunk; the last chunk repeats its last
 * row and the results of the repetitions are left out.
 */
public final class Evaluator {
  /** Rows at a time where there is memory for them. */
  static final int DEFAULT_CHUNK_ROWS = 1024;

  private final Backend backend;
  private final int largestChunk;

  /** Up to 1024 rows at a time. */
  public Evaluator(Backend backend) {
    this(backend, DEFAULT_CHUNK_ROWS);
  }

  /**
   * Up to {@code largestChunk} rows at a time, fewer where the device has little memory.
   *
   * @param backend computes; stays open
   */
  public Evaluator(Backend backend, int largestChunk) {
    if (largestChunk < 1) {
      throw new IllegalArgumentException("a chunk needs a row, not " + largestChunk);
    }
    this.backend = backend;
    this.largestChunk = largestChunk;
  }

  /**
   * The probability of label 1 for each example.
   *
   * @throws IllegalArgumentException if parameters or features do not fit the network
   * @throws BackendException if not even one row fits the device
   */
  public double[] probabilities(Network network, Parameters parameters, Features features) {
    return run(network, parameters, features).probabilities();
  }

  /**
   * Accuracy and cost on labelled examples. The cost is taken on the host, in double, from the
   * logits.
   *
   * @param l2 λ
   * @param trainRows m_train, which the L2 term is divided by also on a test set
   * @throws IllegalArgumentException if parameters or data do not fit the network
   * @throws BackendException if not even one row fits the device
   */
  public Evaluation evaluate(
      Network network, Parameters parameters, Dataset data, double l2, long trainRows) {
    Outputs outputs = run(network, parameters, data.features());
    double dataCost = outputs.dataCost(data.labels());
    double penalty = l2 == 0 ? 0 : l2 / (2.0 * trainRows) * squaredWeights(parameters);
    return new Evaluation(
        outputs.accuracy(data.labels()), dataCost + penalty, dataCost, outputs.probabilities());
  }

  private Outputs run(Network network, Parameters parameters, Features features) {
    if (features.columns() != network.inputs()) {
      throw new IllegalArgumentException(
          features.columns() + " numbers per example, the network takes " + network.inputs());
    }
    parameters.requireFit(network);
    int chunk = chunkRows(network, features);
    try (Arena arena = backend.newArena()) {
      Tensor source = DeviceFeatures.allocate(arena, features, chunk);
      Tensor indices = arena.allocate(ElementType.I32, Shape.vector(chunk));
      StepState state = StepState.allocate(arena, 0);
      Tensor input = arena.allocate(ElementType.REAL, Shape.of(chunk, features.columns()));
      Tensor probabilities = arena.allocate(ElementType.REAL, Shape.of(chunk, 1));
      ParameterMemory memory = ParameterMemory.allocate(backend, arena, network);
      memory.upload(parameters);
      ForwardPass forward =
          new ForwardPass(
              network,
              memory,
              ActivationLayout.forInference(
                      network,
                      chunk,
                      backend.precision().bytes(),
                      MemoryEstimate.largestSlab(backend))
                  .allocate(arena),
              DropoutLayers.none());
      Tensor logits = forward.activations().logits();
      Outputs all = Outputs.of(features.rows());
      try (Plan plan =
          backend.record(
              ops -> {
                ops.gather(source, indices, state, features.divisor(), input);
                forward.submit(ops, input, state);
                ops.sigmoid(logits, probabilities);
              })) {
        double[] values = new double[chunk];
        for (int from = 0; from < features.rows(); from += chunk) {
          int rows = Math.min(chunk, features.rows() - from);
          DeviceFeatures.upload(backend, features.slice(from, from + rows), source);
          backend.upload(DeviceFeatures.indices(chunk, rows), indices);
          plan.run();
          backend.download(logits, values);
          System.arraycopy(values, 0, all.logits(), from, rows);
          backend.download(probabilities, values);
          System.arraycopy(values, 0, all.probabilities(), from, rows);
        }
      }
      return all;
    }
  }

  private int chunkRows(Network network, Features features) {
    int chunk = Math.min(largestChunk, features.rows());
    while (true) {
      MemoryEstimate needed = MemoryEstimate.ofEvaluation(backend, network, features, chunk);
      if (needed.fits(backend)) {
        return chunk;
      }
      if (chunk == 1) {
        throw new BackendException(needed.refusal("one example at a time", backend));
      }
      chunk /= 2;
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
