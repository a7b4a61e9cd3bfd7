package oncilla.train;

import java.util.Optional;
import oncilla.nn.Parameters;
import oncilla.train.TrainingListener.ValidationPoint;

/**
 * What a training run gave.
 *
 * @param parameters after the last update, or with early stopping those of the lowest validation
 *     cost; in the run's precision
 * @param iterations updates made
 * @param seconds from before the first step until the last was done, also of the sittings before
 * @param cost J before the last update
 * @param dataCost the cross-entropy alone, before the last update
 * @param kept with early stopping, the validation that {@code parameters} are those of
 * @param interrupted whether it was stopped from outside before its last update
 */
public record TrainingResult(
    Parameters parameters,
    long iterations,
    double seconds,
    double cost,
    double dataCost,
    Optional<ValidationPoint> kept,
    boolean interrupted) {}
