package oncilla.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import oncilla.backend.Backend;

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
   * Looks for room: for all of it, else for a block, as large a block as possible.
   *
   * @param fits whether the device has room for it beside the run
   */
  static Optional<ValidationRoom> find(
      Backend backend, Validation validation, Predicate<ValidationRoom> fits) {
    List<ValidationRoom> rooms = new ArrayList<>();
    int largest = InferencePlan.largestBlock(backend);
    for (int block = largest; block > 0; block = InferencePlan.smallerBlock(backend, block)) {
      rooms.add(new ValidationRoom(validation, validation.examples().size(), block));
    }
    for (int block = largest; block > 0; block = InferencePlan.smallerBlock(backend, block)) {
      rooms.add(new ValidationRoom(validation, block, block));
    }
    return rooms.stream().filter(fits).findFirst();
  }
}
