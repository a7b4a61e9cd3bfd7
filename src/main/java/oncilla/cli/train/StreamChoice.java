package oncilla.cli.train;

import oncilla.backend.Backend;
import oncilla.cli.console.Messages;
import oncilla.cli.options.StreamOptions;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.train.MemoryEstimate;
import oncilla.train.MemoryPlan;
import oncilla.train.TrainingConfig;

/**
 * Decides whether a training set stays with the host, and says so.
 *
 * @param when what was asked for
 * @param network the model
 * @param config how it is trained
 */
record StreamChoice(StreamOptions.When when, Network network, TrainingConfig config) {
  /**
   * The data, with a training set that streams where that is asked for, or needed and a help.
   *
   * @param backend what it is trained on
   */
  TrainTest on(Backend backend, TrainTest data, Messages messages) {
    TrainTest streamed = new TrainTest(data.train().streamed(), data.test());
    if (when == StreamOptions.When.OFF) {
      if (config.gathers() && isOnlyWay(backend, data, streamed)) {
        messages.say("without --stream off the training set would stay with the host, and fit");
      }
      return data;
    }
    if (!config.gathers()) {
      if (when == StreamOptions.When.ON) {
        messages.say(
            "nothing is streamed: one batch is the whole training set, which stays on the device");
      }
      return data;
    }
    if (when == StreamOptions.When.ON) {
      messages.say(sentence(data, "are streamed to " + backend.device().name()));
      return streamed;
    }
    if (fits(backend, data) || !fits(backend, streamed) && !isOnlyWay(backend, data, streamed)) {
      return data;
    }
    messages.say(
        sentence(data, "do not fit " + backend.device().name() + " at once, and are streamed"));
    return streamed;
  }

  private static String sentence(TrainTest data, String what) {
    return "the %d training examples %s, batch by batch".formatted(data.train().size(), what);
  }

  /** Whether batches, in parts or whole, fit where the set streams and not where it is resident. */
  private boolean isOnlyWay(Backend backend, TrainTest data, TrainTest streamed) {
    return !MemoryPlan.exists(backend, network, data.train().features(), config)
        && MemoryPlan.exists(backend, network, streamed.train().features(), config);
  }

  private boolean fits(Backend backend, TrainTest data) {
    return MemoryEstimate.ofTraining(
            backend, network, data.train().features(), config, data.train().size())
        .fits(backend);
  }
}
