package oncilla.backend;

import java.util.List;
import java.util.Optional;

/**
 * A training step of a network as tensors: its layers, the loss, and the update that ends it. The
 * methods say in terms of {@link Ops} what {@link Ops#pass} computes; a backend that computes a
 * part of it at once calls them for the rest. Layers are counted from 1.
 *
 * @param input X, {@code m × n[0]}
 * @param layers first to last, at least one; the last gives the logits
 * @param loss cost, and gradient of the logits
 * @param end what follows the gradients; empty where they are only looked at or added up
 */
public record TrainingPass(Tensor input, List<Layer> layers, Loss loss, Optional<End> end) {
  /**
   * A dense layer. Output and gradient are working memory: what they hold afterwards is not
   * defined, so that a backend need not write them.
   *
   * @param weights W, {@code n × n_prev}
   * @param bias b, {@code 1 × n}
   * @param activation what follows; that of the logits is {@link Activation#IDENTITY}
   * @param dropout behind the activation, for the state of the loss; its mask is drawn
   * @param output {@code m × n}, for the activation with dropout, or the logits
   * @param gradient {@code m × n}, for the gradient with respect to the output
   * @param weightGradient {@code n × n_prev}, becomes dW
   * @param biasGradient {@code 1 × n}, becomes db
   */
  public record Layer(
      Tensor weights,
      Tensor bias,
      Activation activation,
      Optional<Dropout> dropout,
      Tensor output,
      Tensor gradient,
      Tensor weightGradient,
      Tensor biasGradient) {}

  /**
   * Cross-entropy from the logits; see {@link Ops#crossEntropy}.
   *
   * @param labels {@code m × 1}, 0 or 1
   * @param examples how many examples the whole batch has, wherever they are computed; cost and
   *     gradients are divided by it
   * @param penalty {@code 1 × 1}, the L2 term; zero without one
   * @param state gives the step; its first bad step may be modified
   * @param cost {@code 1 × 2}, modified
   * @param weights of the classes, and how labels are smoothed
   */
  public record Loss(
      Tensor labels,
      long examples,
      Tensor penalty,
      StepState state,
      Tensor cost,
      LossWeights weights) {
    /** A loss in which all examples count alike. */
    public Loss(Tensor labels, long examples, Tensor penalty, StepState state, Tensor cost) {
      this(labels, examples, penalty, state, cost, LossWeights.NONE);
    }
  }

  /**
   * The end of a step: {@link Ops#update}, then {@link Ops#advance}.
   *
   * @param rule how gradients change parameters
   * @param update what it works on
   * @param rows examples of this step, by which the state moves on
   * @param totalRows examples of an epoch
   */
  public record End(UpdateRule rule, ParameterUpdate update, long rows, long totalRows) {}

  /**
   * Copies the list and checks that there are logits, without activation and dropout, and that
   * every mask is drawn for the step that the loss watches.
   */
  public TrainingPass {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("pass: there is no layer");
    }
    Layer last = layers.get(layers.size() - 1);
    if (last.dropout().isPresent() || last.activation() != Activation.IDENTITY) {
      throw new IllegalArgumentException("pass: the logits have no activation and no dropout");
    }
    for (int i = 0; i < layers.size(); i++) {
      Optional<Dropout> dropout = layers.get(i).dropout();
      if (dropout.isPresent() && !dropout.get().state().equals(loss.state())) {
        throw new IllegalArgumentException(
            "pass: the dropout of layer " + (i + 1) + " has another state than the loss");
      }
    }
  }

  /** Number of layers. */
  public int depth() {
    return layers.size();
  }

  /** A layer, from 1. */
  public Layer layer(int number) {
    return layers.get(number - 1);
  }

  /** What a layer computes its output from. */
  public Tensor inputOf(int number) {
    return number == 1 ? input : layer(number - 1).output();
  }

  /** 1 / m, the factor of sums over examples. */
  public double scale() {
    return 1.0 / loss.examples();
  }

  /** Computes the cost and the gradients of all parameters: forward, cost, backward. */
  public void gradients(Ops ops) {
    forward(ops, 1, depth());
    cost(ops);
    backward(ops, depth());
  }

  /** Computes the outputs of the layers {@code first} … {@code last}. */
  public void forward(Ops ops, int first, int last) {
    for (int l = first; l <= last; l++) {
      Layer layer = layer(l);
      ops.dense(
          inputOf(l),
          layer.weights(),
          layer.bias(),
          layer.activation(),
          layer.dropout(),
          layer.output());
    }
  }

  /** Computes the cost and the gradient of the logits. */
  public void cost(Ops ops) {
    Layer logits = layer(depth());
    ops.crossEntropy(
        loss.examples(),
        logits.output(),
        loss.labels(),
        loss.weights(),
        loss.penalty(),
        loss.state(),
        loss.cost(),
        logits.gradient());
  }

  /**
   * Computes the gradients of the parameters of layer {@code last} and of all before it, from the
   * gradient with respect to the output of layer {@code last}.
   */
  public void backward(Ops ops, int last) {
    for (int l = last; l >= 1; l--) {
      Layer layer = layer(l);
      ops.denseBackward(
          scale(),
          layer.activation(),
          layer.dropout(),
          layer.gradient(),
          layer.output(),
          inputOf(l),
          layer.weightGradient(),
          layer.biasGradient());
      backwardInput(ops, l);
    }
  }

  /**
   * Computes the gradient with respect to the output of the layer before {@code number}, if any.
   */
  public void backwardInput(Ops ops, int number) {
    if (number > 1) {
      Layer layer = layer(number);
      ops.denseBackwardInput(layer.gradient(), layer.weights(), layer(number - 1).gradient());
    }
  }

  /** Updates the parameters and moves the state on, if the pass ends with that. */
  public void finish(Ops ops) {
    end.ifPresent(
        it -> {
          ops.update(it.rule(), it.update(), loss.state());
          ops.advance(loss.state(), it.rows(), it.totalRows());
        });
  }
}
