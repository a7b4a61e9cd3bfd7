package oncilla.train;

import oncilla.nn.Parameters;

/**
 * What a training run gave.
 *
 * @param parameters after the last update, in the run's precision
 * @param iterations updates made
 * @param seconds from before the first step until the last was done
 * @param cost J before the last update
 * @param dataCost the cross-entropy alone, before the last update
 */
public record TrainingResult(
    Parameters parameters, long iterations, double seconds, double cost, double dataCost) {}
