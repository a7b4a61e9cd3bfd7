package oncilla.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import oncilla.backend.Backend;
import oncilla.backend.Plan;
import oncilla.backend.StepState;
import oncilla.train.health.NonFiniteSearch;
import oncilla.train.stream.StagedBatches;

/**
 * A step whose cost, or the norm of whose gradient, was not finite, and behind which the state has
 * not moved on: it is made again, and its numbers are searched for the first that is not finite.
 *
 * @param memory of the step
 * @param program its operations
 * @param staged where its batches are sent
 * @param plans of the whole batch and, where it is smaller, of the last one of an epoch
 * @param examples N, of an epoch
 * @param order submits the order of an epoch
 */
record BadStep(
    Backend backend,
    StepMemory memory,
    StepProgram program,
    Optional<StagedBatches> staged,
    List<Plan> plans,
    int examples,
    LongConsumer order) {
  /**
   * Makes the step again with the examples it had, as later steps have gathered others, maybe of
   * other epochs. It changes no parameter.
   */
  void repeat() {
    if (memory.batchIsSet()) {
      return;
    }
    StepState.Position bad = memory.state().position();
    order.accept(bad.epoch());
    staged.ifPresent(
        batches -> {
          batches.seek(bad);
          batches.gatherNext(rows());
        });
    plans.get(program.batches().indexOf(rows())).run();
  }

  /** Its examples. */
  private int rows() {
    return (int)
        Math.min(program.batches().get(0), examples - memory.state().position().rowOffset());
  }

  /**
   * After it was made again: finds the first numbers that are not finite with one more forward
   * pass. The step must not be run again afterwards.
   *
   * @param costIsFinite whether it was the norm of the gradient that made the step bad
   */
  NonFiniteSearch.Finding find(boolean costIsFinite) {
    List<StepProgram.Part> parts = program.parts(rows());
    if (costIsFinite) {
      return search(parts.get(0)).inGradients();
    }
    return findInForward(parts).orElseGet(() -> search(parts.get(0)).inSums());
  }

  /** Where the first parameter is that is not finite. */
  Optional<NonFiniteSearch.Finding> inParameters() {
    return search(program.parts(program.batches().get(0)).get(0)).inParameters();
  }

  /** In the parts of the bad batch; of one that was sent, the parts are gathered from it again. */
  private Optional<NonFiniteSearch.Finding> findInForward(List<StepProgram.Part> parts) {
    if (parts.size() == 1) {
      return search(parts.get(0)).inForward();
    }
    if (staged.isEmpty()) {
      return findInForward(parts, program.stored());
    }
    List<NonFiniteSearch.Finding> found = new ArrayList<>();
    staged.get().seek(memory.state().position());
    staged.get().next(slot -> findInForward(parts, program.staged(slot)).ifPresent(found::add));
    return found.stream().findFirst();
  }

  private Optional<NonFiniteSearch.Finding> findInForward(
      List<StepProgram.Part> parts, StepProgram.Inputs inputs) {
    for (StepProgram.Part part : parts) {
      inputs.gather(backend.ops(), part);
      Optional<NonFiniteSearch.Finding> finding = search(part).inForward();
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  private NonFiniteSearch search(StepProgram.Part part) {
    return new NonFiniteSearch(
        backend, program.forward(part), memory.gradients(), program.input(part), memory.penalty());
  }
}
