package oncilla.bench;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.train.TrainingStep;

/**
 * Measures training steps on several targets in turns: the steps that {@code train} runs, on random
 * examples.
 */
public final class StepBench {
  /** Steps after which the cost is read. */
  public static final int COST_STEPS = 10;

  private final List<BenchTarget> targets;
  private final Rounds rounds;
  private final StepSettings settings;

  /** Measures {@code targets}. */
  public StepBench(List<BenchTarget> targets, Rounds rounds, StepSettings settings) {
    this.targets = List.copyOf(targets);
    this.rounds = rounds;
    this.settings = settings;
  }

  /**
   * Measures one network on every target.
   *
   * @throws oncilla.backend.BackendException if a device cannot hold it
   * @throws IllegalArgumentException if the regularization does not fit it
   */
  public List<StepResult> measure(StepNet net) {
    List<TrainingStep> steps = new ArrayList<>();
    try {
      List<Timed> subjects = new ArrayList<>();
      List<Double> costs = new ArrayList<>();
      for (BenchTarget target : targets) {
        Backend backend = target.backend();
        TrainingStep step = settings.prepare(backend, net);
        steps.add(step);
        for (int i = 0; i < COST_STEPS; i++) {
          step.run();
        }
        costs.add(step.readCost().cost());
        subjects.add(new Timed(step::run, backend::synchronize));
      }
      List<Samples> samples = rounds.measure(subjects);
      List<StepResult> results = new ArrayList<>();
      for (int i = 0; i < targets.size(); i++) {
        BenchTarget target = targets.get(i);
        results.add(
            new StepResult(
                target.name(),
                target.backend().precision().label(),
                net,
                samples.get(i).time(),
                samples.get(i).hostShare(),
                steps.get(i).size(),
                costs.get(i),
                samples.get(i).speedOver(samples.get(target.baseline(targets)))));
      }
      return results;
    } finally {
      steps.forEach(TrainingStep::close);
    }
  }
}
