package oncilla.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.train.TrainingStep;

/**
 * Measures what an operation costs that computes next to nothing: ReLU of one number. A plan of
 * {@value #IN_A_ROW} operations shows the cost back to back; a plan of one, waited for each time,
 * shows the time from submitting it to its end.
 */
public final class LaunchBench {
  /** Number of operations of the long plan. */
  public static final int IN_A_ROW = 200;

  private final Rounds rounds;

  /** Measures with {@code rounds}. */
  public LaunchBench(Rounds rounds) {
    this.rounds = rounds;
  }

  /** Measures one target, and a step of each network: its launches, and the host's share. */
  public LaunchResult measure(BenchTarget target, List<StepNet> nets) {
    Backend backend = target.backend();
    List<LaunchResult.Step> steps = new ArrayList<>();
    for (StepNet net : nets) {
      try (TrainingStep step = StepSettings.plain().prepare(backend, net)) {
        Samples taken = rounds.measure(List.of(new Timed(step::run, backend::synchronize))).get(0);
        steps.add(new LaunchResult.Step(net, step.size(), taken.hostShare()));
      }
    }
    try (Arena arena = backend.newArena()) {
      Tensor number = arena.allocate(ElementType.REAL, Shape.of(1, 1));
      try (Plan row =
              backend.record(
                  ops -> {
                    for (int i = 0; i < IN_A_ROW; i++) {
                      ops.activate(Activation.RELU, number, number);
                    }
                  });
          Plan one = backend.record(ops -> ops.activate(Activation.RELU, number, number))) {
        Timed backToBack = new Timed(row::run, backend::synchronize);
        Timed waited =
            new Timed(
                () -> {
                  one.run();
                  backend.synchronize();
                },
                () -> {});
        List<Samples> samples = rounds.measure(List.of(backToBack, waited));
        double each = 1.0 / row.size();
        return new LaunchResult(
            target.name(),
            samples.get(0).time().times(each),
            Statistics.of(
                Arrays.stream(samples.get(0).submitSeconds()).map(s -> s * each).toArray()),
            samples.get(1).time().times(1.0 / one.size()),
            steps);
      }
    }
  }
}
