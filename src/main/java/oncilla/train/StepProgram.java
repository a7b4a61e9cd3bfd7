package oncilla.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oncilla.backend.LossWeights;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.nn.ForwardPass;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.train.memory.CountingArena;

/**
 * The operations of a training step over its memory: the batch, L2 term, forward, cost and gradient
 * of the logits, backward, gradient of the L2 term, update, advance.
 *
 * <p>A batch of more examples than there is memory for is computed in parts. Each divides by the
 * examples of the whole batch and draws the masks of its rows there, so that costs and gradients of
 * the parts add up to those of the batch, in the order of the parts. Then follow the L2 term, the
 * norm by which a gradient is clipped, and one update. The state moves on behind the last part
 * alone, so that all parts are of one step.
 *
 * @param forward over all rows of the memory
 * @param memory of the step
 * @param config how to train
 * @param examples N, of an epoch
 * @param weights of the classes, and how labels are smoothed
 */
record StepProgram(
    ForwardPass forward,
    StepMemory memory,
    TrainingConfig config,
    int examples,
    LossWeights weights) {
  /**
   * Rows of a batch that are computed at once.
   *
   * @param first where they begin in the batch
   * @param rows how many
   */
  record Part(int first, int rows) {}

  /** Gathers what a part of the batch is computed from. */
  @FunctionalInterface
  interface Inputs {
    /** Submits the gathering of X and of the labels. */
    void gather(Ops ops, Part part);
  }

  /** The program of a network over the memory of a step. */
  static StepProgram of(
      Network network,
      StepMemory memory,
      TrainingConfig config,
      int examples,
      LossWeights weights) {
    return new StepProgram(
        new ForwardPass(network, memory.parameters(), memory.activations(), memory.dropout()),
        memory,
        config,
        examples,
        weights);
  }

  /** The sizes of the batches of an epoch: that of all, and that of the last if it is smaller. */
  List<Integer> batches() {
    int batch = config.batchRows(examples);
    return examples % batch == 0 ? List.of(batch) : List.of(batch, examples % batch);
  }

  /** The parts of a batch of so many examples; one if it is computed at once. */
  List<Part> parts(int batch) {
    List<Part> parts = new ArrayList<>();
    for (int first = 0; first < batch; first += memory.rows()) {
      parts.add(new Part(first, Math.min(memory.rows(), batch - first)));
    }
    return parts;
  }

  /** What no step changes. */
  Set<Tensor> constants() {
    return memory.batchIsSet() ? Set.of(memory.input()) : Set.of();
  }

  /**
   * Adds what the plans of the step take beside its memory, to what was counted with it. Parts
   * between the second and the last are like the second, and take what is there.
   */
  void count(CountingArena arena) {
    for (int batch : batches()) {
      List<Part> parts = parts(batch);
      int last = parts.size() - 1;
      List<Part> different =
          parts.size() > 3 ? List.of(parts.get(0), parts.get(1), parts.get(last)) : parts;
      arena.plan(ops -> submit(ops, batch, different), constants());
      for (int slot = 0; slot < slots(); slot++) {
        int each = slot;
        arena.plan(ops -> submitStaged(ops, batch, different, each), Set.of());
      }
    }
    arena.plan(this::submitSquares, Set.of());
  }

  /** Slots that batches are sent to; 0 where the examples lie on the device. */
  private int slots() {
    return memory
        .source()
        .map(StepMemory.Source::features)
        .filter(it -> it.features().streams())
        .map(it -> it.slots().size())
        .orElse(0);
  }

  /**
   * Submits a step on a batch of so many examples; of one that was sent, what {@link #submitStaged}
   * leaves.
   */
  void submit(Ops ops, int batch) {
    submit(ops, batch, parts(batch));
  }

  private void submit(Ops ops, int batch, List<Part> parts) {
    if (slots() == 0) {
      submit(ops, batch, parts, stored());
    } else if (parts.size() == 1) {
      submit(ops, batch, parts, this::gatherLabels);
    }
  }

  /**
   * Submits what reads a slot that a batch of so many examples was sent to: its gathering or, where
   * it is computed in parts and each is gathered when it is its turn, the step.
   */
  void submitStaged(Ops ops, int batch, int slot) {
    submitStaged(ops, batch, parts(batch), slot);
  }

  private void submitStaged(Ops ops, int batch, List<Part> parts, int slot) {
    if (parts.size() == 1) {
      gatherStaged(ops, parts.get(0), slot);
    } else {
      submit(ops, batch, parts, staged(slot));
    }
  }

  private void submit(Ops ops, int batch, List<Part> parts, Inputs inputs) {
    Part first = parts.get(0);
    inputs.gather(ops, first);
    double decay = config.regularization().l2() / examples;
    if (decay > 0) {
      ops.l2Penalty(decay / 2, memory.parameters().allWeights(), memory.penalty());
    }
    TrainingPass.End end =
        new TrainingPass.End(config.optimizer().rule(), update(decay), batch, examples);
    if (parts.size() == 1) {
      ops.pass(whole(first, batch, Optional.of(end)));
      return;
    }
    ops.pass(whole(first, batch, Optional.empty()));
    for (Part part : parts.subList(1, parts.size())) {
      inputs.gather(ops, part);
      add(ops, part, batch);
    }
    ops.update(end.rule(), end.update(), memory.state());
    ops.advance(memory.state(), end.rows(), end.totalRows());
  }

  /** Submits Σ θ². */
  void submitSquares(Ops ops) {
    ops.l2Penalty(1, memory.parameters().all(), memory.squares());
  }

  /** What is gathered from the examples on the device; nothing where one batch is all of them. */
  Inputs stored() {
    return (ops, part) -> {
      memory.source().ifPresent(source -> source.features().gather(ops, part.first(), input(part)));
      gatherLabels(ops, part);
    };
  }

  /** What is gathered from a slot. */
  Inputs staged(int slot) {
    return (ops, part) -> {
      gatherStaged(ops, part, slot);
      gatherLabels(ops, part);
    };
  }

  private void gatherStaged(Ops ops, Part part, int slot) {
    memory.source().orElseThrow().features().gatherStaged(ops, slot, part.first(), input(part));
  }

  private void gatherLabels(Ops ops, Part part) {
    memory
        .source()
        .ifPresent(
            source ->
                source.features().gatherBeside(ops, part.first(), source.labels(), labels(part)));
  }

  /** X of a part. */
  Tensor input(Part part) {
    return isAll(part) ? memory.input() : memory.input().firstRows(part.rows());
  }

  /** The forward pass over a part. */
  ForwardPass forward(Part part) {
    return isAll(part) && part.first() == 0
        ? forward
        : new ForwardPass(
            forward.network(),
            memory.parameters(),
            isAll(part) ? memory.activations() : memory.activations().firstRows(part.rows()),
            memory.dropout().part(part.first(), part.rows()));
  }

  private Tensor labels(Part part) {
    return isAll(part) ? memory.labels() : memory.labels().firstRows(part.rows());
  }

  private boolean isAll(Part part) {
    return part.rows() == memory.rows();
  }

  /** The first part, with the L2 term, which begins the sums. */
  private TrainingPass whole(Part part, int batch, Optional<TrainingPass.End> end) {
    return pass(part, batch, memory.gradients(), memory.penalty(), memory.cost(), end);
  }

  /** Submits another part, and its addition to the sums. */
  private void add(Ops ops, Part part, int batch) {
    StepMemory.Part share = memory.part().orElseThrow();
    ops.pass(
        pass(part, batch, share.gradients(), share.noPenalty(), share.cost(), Optional.empty()));
    ops.addScaled(1, share.gradients().all(), memory.gradients().all());
    ops.addScaled(1, share.cost(), memory.cost());
  }

  private TrainingPass pass(
      Part part,
      int batch,
      ParameterMemory gradients,
      Tensor penalty,
      Tensor cost,
      Optional<TrainingPass.End> end) {
    return forward(part)
        .training(
            gradients,
            input(part),
            new TrainingPass.Loss(labels(part), batch, penalty, memory.state(), cost, weights),
            end);
  }

  private ParameterUpdate update(double decay) {
    return config
        .optimizer()
        .update(
            memory.parameters(),
            memory.gradients(),
            memory.moments(),
            decay,
            config.clipNorm().isEmpty()
                ? Optional.empty()
                : Optional.of(
                    new ParameterUpdate.Clipping(config.clipNorm().getAsDouble(), memory.norm())));
  }
}
