package oncilla.train.checkpoint;

import java.util.List;
import oncilla.backend.StepState;
import oncilla.nn.Parameters;

/**
 * The parameters of a run at one of its updates, and what goes with them.
 *
 * @param position updates made, epoch, and how much of that is used
 * @param parameters W and b, in the run's precision
 * @param moments what the optimiser remembers, a number or two for each parameter; none for plain
 *     descent
 */
public record Snapshot(
    StepState.Position position, Parameters parameters, List<Parameters> moments) {
  /** Copies the list. */
  public Snapshot {
    moments = List.copyOf(moments);
  }
}
