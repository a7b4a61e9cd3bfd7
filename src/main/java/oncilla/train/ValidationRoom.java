package oncilla.train;

import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.data.Features;
import oncilla.nn.Network;

/**
 * Where a device has room for a validation beside the run: all held out examples stay there if they
 * fit, otherwise each validation uploads them again, block by block.
 *
 * @param validation what is validated on
 * @param held examples there is memory for
 * @param block examples to forward at a time
 */
record ValidationRoom(Validation validation, int held, int block) {
  /**
   * Looks for room, without learning curves: those are left out where both do not fit.
   *
   * @throws BackendException if there is none, saying what is needed and what there is
   */
  static ValidationRoom find(
      Backend backend,
      Network network,
      Features train,
      TrainingConfig config,
      Validation validation) {
    int rows = validation.examples().size();
    int largest = InferencePlan.largestBlock(backend);
    for (int block = largest; block > 0; block = InferencePlan.smallerBlock(backend, block)) {
      ValidationRoom all = new ValidationRoom(validation, rows, block);
      if (all.estimate(backend, network, train, config).fits(backend)) {
        return all;
      }
    }
    for (int block = largest; block > 0; block = InferencePlan.smallerBlock(backend, block)) {
      ValidationRoom part = new ValidationRoom(validation, block, block);
      if (part.estimate(backend, network, train, config).fits(backend)) {
        return part;
      }
    }
    MemoryEstimate.requireTrainingFits(backend, network, train, config);
    int block = InferencePlan.smallestBlock(backend);
    throw new BackendException(
        new ValidationRoom(validation, block, block)
            .estimate(backend, network, train, config)
            .refusal("validating beside the run", backend));
  }

  private MemoryEstimate estimate(
      Backend backend, Network network, Features train, TrainingConfig config) {
    return MemoryEstimate.ofRun(
        backend, network, train, config, Optional.of(this), Optional.empty(), block);
  }
}
