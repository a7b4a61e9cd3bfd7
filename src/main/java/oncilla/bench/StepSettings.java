package oncilla.bench;

import oncilla.backend.Backend;
import oncilla.nn.Initialization;
import oncilla.nn.Regularization;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingStep;

/**
 * The settings of the training steps that are measured: the notes' start (LeCun, seed 3) and
 * learning rate, on {@link RandomExamples}.
 *
 * @param regularization L2 and dropout
 */
public record StepSettings(Regularization regularization) {
  /** Seed of the start and of dropout. */
  public static final long SEED = 3;

  /** Neither L2 nor dropout. */
  public static StepSettings plain() {
    return new StepSettings(Regularization.none());
  }

  /** The training of it. */
  TrainingConfig config() {
    return TrainingConfig.defaults().withSeed(SEED).withRegularization(regularization);
  }

  /**
   * Prepares a step of {@code net} on {@code backend}, which the caller closes.
   *
   * @throws oncilla.backend.BackendException if the device has too little memory
   */
  public TrainingStep prepare(Backend backend, StepNet net) {
    return TrainingStep.prepare(
        backend,
        net.network(),
        RandomExamples.draw(net.batch(), net.network().inputs()),
        Initialization.of(Initialization.Scheme.LECUN).draw(net.network(), SEED),
        config());
  }
}
