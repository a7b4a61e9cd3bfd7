package oncilla.cli.experiment;

import oncilla.data.demo.DemoPoints;

/**
 * What an experiment uses where nothing else is asked for: the notes' numbers.
 *
 * @param name the experiment's name on the command line
 * @param points the data it draws
 * @param hidden the hidden layers
 * @param learningRate step of gradient descent
 * @param iterations parameter updates
 * @param logEvery distance between costs
 */
record ExperimentDefaults(
    String name,
    DemoPoints points,
    String hidden,
    double learningRate,
    long iterations,
    long logEvery) {
  static final ExperimentDefaults INITIALIZATION =
      new ExperimentDefaults("initialization", DemoPoints.CIRCLES, "10,5", 0.01, 15_000, 500);
  static final ExperimentDefaults REGULARIZATION =
      new ExperimentDefaults("regularization", DemoPoints.FOOTBALL, "20,3", 0.3, 30_000, 1_000);
}
