package oncilla.backend.opencl.tuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.tuning.TuningOutcome;

/**
 * Coordinate descent with restarts: first some candidates that are good elsewhere and one drawn
 * from each family, then all neighbours of the best so far (one parameter changed by one value),
 * and where none of these is better, one drawn at random; until the time is up or everything was
 * tried. The order depends on the seed alone.
 */
final class TuningSearch {
  /** Draws in a row that found nothing new: the spaces are as good as exhausted. */
  private static final int MOST_MISSES = 3;

  private final List<TuningSpace<?>> spaces;
  private final MatmulTable.Key key;
  private final DeviceLimits limits;
  private final Random random;

  /**
   * A search among the families that suit a device.
   *
   * @param families where to look
   * @param key the kind of product
   * @param limits of the device
   * @param seed of the order
   */
  TuningSearch(
      List<MatmulFamily<?>> families, MatmulTable.Key key, DeviceLimits limits, long seed) {
    this.key = key;
    this.spaces = TuningSpace.of(families, key, limits);
    this.limits = limits;
    this.random = new Random(seed);
  }

  /** Compares candidates with the best variant so far, which a faster one replaces. */
  interface Comparison {
    /**
     * Verifies {@code candidate}, then times it in turns with the best variant so far.
     *
     * @param deadline when it has passed, the candidate is left unmeasured
     */
    Outcome compare(MatmulVariant candidate, Deadline deadline);
  }

  /**
   * What came of a candidate.
   *
   * @param kind in a word
   * @param explanation in a line
   * @param gain speed of the candidate over that of the best variant before; 0 where it was not
   *     timed
   */
  record Outcome(TuningOutcome kind, String explanation, double gain) {
    static Outcome untimed(TuningOutcome kind, String explanation) {
      return new Outcome(kind, explanation, 0);
    }
  }

  /** Watches a search. */
  interface Watcher {
    /** {@code candidate} is about to be compared. */
    void trying(MatmulVariant candidate);

    /** {@code candidate} was compared. */
    void tried(MatmulVariant candidate, Outcome outcome);
  }

  /**
   * What was found.
   *
   * @param best the start, or the last candidate that was better than all before
   * @param outcomes how many candidates ended how
   */
  record Result(MatmulVariant best, Map<TuningOutcome, Integer> outcomes) {}

  /** Searches from {@code start}; {@code hints} come first. */
  Result run(
      MatmulVariant start,
      List<MatmulVariant> hints,
      Comparison comparison,
      Deadline deadline,
      Watcher watcher) {
    Map<TuningOutcome, Integer> outcomes = new EnumMap<>(TuningOutcome.class);
    Set<MatmulVariant> known = new HashSet<>(Set.of(start));
    List<MatmulVariant> queue = new ArrayList<>();
    hints.stream().filter(this::fits).forEach(queue::add);
    spaces.forEach(space -> space.draw(random, known).ifPresent(queue::add));
    MatmulVariant best = start;
    boolean descending = false;
    int misses = 0;
    while (!deadline.passed() && misses < MOST_MISSES) {
      queue.removeIf(known::contains);
      if (queue.isEmpty() && !descending) {
        queue.addAll(neighbours(best));
        descending = true;
        continue;
      }
      if (queue.isEmpty()) {
        Optional<MatmulVariant> drawn = draw(known);
        drawn.ifPresent(queue::add);
        misses = drawn.isPresent() ? 0 : misses + 1;
        continue;
      }
      MatmulVariant candidate = queue.remove(0);
      known.add(candidate);
      watcher.trying(candidate);
      Outcome outcome = comparison.compare(candidate, deadline);
      outcomes.merge(outcome.kind(), 1, Integer::sum);
      watcher.tried(candidate, outcome);
      if (outcome.kind() == TuningOutcome.BETTER) {
        best = candidate;
        // The neighbours of what was best before are left; those that remain may still be hints.
        if (descending) {
          queue.clear();
        }
        descending = false;
      }
    }
    return new Result(best, outcomes);
  }

  private boolean fits(MatmulVariant variant) {
    return new TuningSpace<>(variant.family(), key, limits).misfit(variant).isEmpty();
  }

  private List<MatmulVariant> neighbours(MatmulVariant variant) {
    List<MatmulVariant> neighbours = new ArrayList<>();
    for (TuningSpace<?> space : spaces) {
      if (space.family().holds(variant)) {
        neighbours.addAll(space.neighbours(variant));
      }
    }
    Collections.shuffle(neighbours, random);
    return neighbours;
  }

  private Optional<MatmulVariant> draw(Set<MatmulVariant> known) {
    return spaces.isEmpty()
        ? Optional.empty()
        : spaces.get(random.nextInt(spaces.size())).draw(random, known);
  }
}
