package oncilla.train;

import java.util.Optional;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.data.Features;
import oncilla.nn.ActivationLayout;
import oncilla.nn.Activations;
import oncilla.nn.Network;

/**
 * The memory of an {@link InferencePlan} over blocks of m rows, without the parameters. It is
 * allocated here alone, be it to compute in it or, in a {@link oncilla.train.memory.CountingArena},
 * to know how much it is.
 *
 * @param stored what the input is gathered from; empty if the input stays as it is
 * @param input X, {@code m × n[0]}
 * @param activations of the forward pass
 * @param probabilities sigmoid of the logits, {@code m × 1}
 */
record InferenceMemory(
    Optional<DeviceFeatures> stored, Tensor input, Activations activations, Tensor probabilities) {
  /**
   * For features that go through in blocks.
   *
   * @param backend whose layouts and alignment the memory has
   * @param held rows of the features there is memory for: all, which then stay, or a block
   * @param block m
   */
  static InferenceMemory ofFeatures(
      Backend backend, Arena arena, Network network, Features features, int held, int block) {
    DeviceFeatures stored =
        DeviceFeatures.allocate(
            arena,
            features,
            held,
            wholeBlocks(held, block),
            StepState.allocate(arena),
            Optional.empty());
    return of(backend, arena, network, stored, block);
  }

  /**
   * For features that are on the device already, as a training step gathers its batches from them.
   *
   * @param backend whose layouts and alignment the memory has
   * @param stored all of them; they stay the step's
   * @param block m
   */
  private static InferenceMemory ofStored(
      Backend backend, Arena arena, Network network, DeviceFeatures stored, int block) {
    return of(
        backend, arena, network, stored.again(arena, wholeBlocks(stored.held(), block)), block);
  }

  private static InferenceMemory of(
      Backend backend, Arena arena, Network network, DeviceFeatures stored, int block) {
    return new InferenceMemory(
        Optional.of(stored),
        arena.allocate(ElementType.REAL, Shape.of(block, network.inputs())),
        ActivationLayout.forInference(backend, network, block).allocate(arena),
        arena.allocate(ElementType.REAL, Shape.of(block, 1)));
  }

  /**
   * For all that a training step trains on: its batch where that is all, else what its batches are
   * gathered from; features that stream go through in blocks.
   */
  static InferenceMemory ofStep(
      Backend backend, Arena arena, Network network, StepMemory step, int block) {
    return step.source()
        .map(
            source ->
                source.features().features().streams()
                    ? ofFeatures(
                        backend, arena, network, source.features().features(), block, block)
                    : ofStored(backend, arena, network, source.features(), block))
        .orElseGet(() -> ofBatch(arena, step));
  }

  /**
   * For the batch of a training step, all of it in one block, through the step's own input and
   * activations: those hold nothing that the next step needs.
   */
  private static InferenceMemory ofBatch(Arena arena, StepMemory step) {
    return new InferenceMemory(
        Optional.empty(),
        step.input(),
        step.activations(),
        arena.allocate(ElementType.REAL, Shape.of(step.input().shape().rows(), 1)));
  }

  /** Rows rounded up to whole blocks. */
  private static long wholeBlocks(long rows, long block) {
    return (rows + block - 1) / block * block;
  }
}
