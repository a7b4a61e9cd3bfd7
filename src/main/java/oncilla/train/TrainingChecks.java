package oncilla.train;

import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.StepState;
import oncilla.data.Dataset;
import oncilla.nn.Network;
import oncilla.nn.Parameters;

/** What must hold before a training step is prepared. */
final class TrainingChecks {
  private TrainingChecks() {}

  /**
   * Checks that all of it fits together.
   *
   * @throws IllegalArgumentException if data, start or regularization do not fit the network, the
   *     learning rate does not fit the precision, or no batch begins at the position
   * @throws BackendException if a number of the optimiser does not fit the precision
   */
  static void requireFit(
      Backend backend,
      Network network,
      Dataset data,
      Parameters start,
      TrainingConfig config,
      StepState.Position position) {
    if (data.features().columns() != network.inputs()) {
      throw new IllegalArgumentException(
          data.source()
              + ": "
              + data.features().columns()
              + " numbers per example, the network takes "
              + network.inputs());
    }
    config.augmentation(data.features());
    start.requireFit(network);
    config.regularization().requireFit(network);
    double rate = backend.precision().round(config.learningRate());
    if (rate == 0 || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "a learning rate of "
              + config.learningRate()
              + " is "
              + rate
              + " in "
              + backend.precision().label());
    }
    try {
      config.optimizer().rule().requireFit(backend.precision());
    } catch (IllegalArgumentException refused) {
      throw new BackendException(refused.getMessage(), refused);
    }
    long used = position.rowOffset();
    if (used >= data.size() || used % config.batchRows(data.size()) != 0) {
      throw new IllegalArgumentException(
          "no batch of "
              + config.batchRows(data.size())
              + " begins at row "
              + used
              + " of "
              + data.size());
    }
  }
}
