package oncilla.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.base.Closing;
import oncilla.bench.picture.CachedExamples;
import oncilla.data.Dataset;
import oncilla.nn.Initialization;
import oncilla.train.BatchGather;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingStep;

/**
 * Measures what the way of the data into a training step costs, on several targets: the bare step,
 * whose batch lies there once and for all; the step of {@code train} in batches, which gathers its
 * batch from a larger set in the order of the epoch, shuffle and upload of that order included; the
 * gather alone; and that step with a set that is streamed from a file of decoded pictures. All of
 * them take turns.
 */
public final class PipelineBench {
  private static final int SUBJECTS = 4;

  private final List<BenchTarget> targets;
  private final Rounds rounds;
  private final int batches;

  /**
   * Measures {@code targets}.
   *
   * @param batches how many batches the training set has, at least 1
   */
  public PipelineBench(List<BenchTarget> targets, Rounds rounds, int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException("a set has at least one batch, not " + batches);
    }
    this.targets = List.copyOf(targets);
    this.rounds = rounds;
    this.batches = batches;
  }

  /**
   * Measures one network on every target.
   *
   * @throws oncilla.backend.BackendException if a device cannot hold it
   */
  public List<PipelineResult> measure(StepNet net) {
    List<AutoCloseable> owned = new ArrayList<>();
    try {
      Dataset examples =
          RandomExamples.draw(Math.multiplyExact(net.batch(), batches), net.network().inputs());
      CachedExamples cached = CachedExamples.of(examples);
      owned.add(cached);
      TrainingConfig config = StepSettings.plain().config().withBatchSize(net.batch());
      List<Timed> subjects = new ArrayList<>();
      for (BenchTarget target : targets) {
        Backend backend = target.backend();
        TrainingStep bare = StepSettings.plain().prepare(backend, net);
        owned.add(bare);
        TrainingStep whole = step(backend, net, examples, config);
        owned.add(whole);
        TrainingStep streamed = step(backend, net, cached.data(), config);
        owned.add(streamed);
        BatchGather gather = BatchGather.prepare(backend, examples, config);
        owned.add(gather);
        subjects.add(new Timed(bare::run, backend::synchronize));
        subjects.add(new Timed(whole::run, backend::synchronize));
        subjects.add(new Timed(gather::run, backend::synchronize));
        subjects.add(new Timed(streamed::run, backend::synchronize));
      }
      List<Samples> samples = rounds.measure(subjects);
      List<PipelineResult> results = new ArrayList<>();
      for (int i = 0; i < targets.size(); i++) {
        Samples bare = samples.get(SUBJECTS * i);
        Samples whole = samples.get(SUBJECTS * i + 1);
        Samples streamed = samples.get(SUBJECTS * i + 3);
        results.add(
            new PipelineResult(
                targets.get(i).name(),
                targets.get(i).backend().precision().label(),
                net,
                examples.size(),
                bare.time(),
                whole.time(),
                samples.get(SUBJECTS * i + 2).time(),
                whole.speedOver(bare),
                streamed.time(),
                streamed.speedOver(bare)));
      }
      return results;
    } finally {
      Collections.reverse(owned);
      Closing.all(owned);
    }
  }

  private static TrainingStep step(
      Backend backend, StepNet net, Dataset examples, TrainingConfig config) {
    return TrainingStep.prepare(
        backend,
        net.network(),
        examples,
        Initialization.of(Initialization.Scheme.LECUN).draw(net.network(), StepSettings.SEED),
        config);
  }
}
