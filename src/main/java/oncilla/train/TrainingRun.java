package oncilla.train;

/**
 * What listeners are told of a run at its start.
 *
 * @param iterations updates in all
 * @param logEvery distance between costs
 */
public record TrainingRun(long iterations, long logEvery) {}
