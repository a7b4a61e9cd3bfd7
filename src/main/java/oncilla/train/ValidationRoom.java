package oncilla.train;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
   * Looks for room: for all of it, else for a block.
   *
   * @param block examples to forward at a time
   * @param fits whether the device has room for it beside the run
   */
  static Optional<ValidationRoom> find(
      Validation validation, int block, Predicate<ValidationRoom> fits) {
    return Stream.of(validation.examples().size(), block)
        .map(held -> new ValidationRoom(validation, held, block))
        .filter(fits)
        .findFirst();
  }
}
