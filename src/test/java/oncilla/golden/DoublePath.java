package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import oncilla.Requirements;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.nn.Parameters;
import oncilla.train.TrainingStep;

/**
 * The paths of the cat runs in fp64, on the cpu backend: the points where fp32 is compared with
 * them. A path is computed once, with the rounding noise of its points, which takes seconds.
 */
final class DoublePath {
  /** Where fp32 is checked, all of them or the first, which are soon reached. */
  private static final List<Long> ITERATIONS = List.of(0L, 100L, 500L, 1000L, 2000L, 2400L);

  private static final int FIRST = 2;
  private static final double BOUND = 1e-9;

  private final Dataset data;
  private final double[] inputs;
  private final double[] gram;

  /**
   * A point with what rounding to fp32 does there.
   *
   * @param point the point
   * @param noise what fp32 may be off
   */
  record Stop(PathPoint point, RoundingNoise noise) {}

  /** Takes the cat pictures. */
  DoublePath(Dataset data) {
    this.data = data;
    Features features = data.features();
    int rows = features.rows();
    int columns = features.columns();
    inputs = new double[rows * columns];
    features.copyRows(0, rows, inputs);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] /= features.divisor();
    }
    gram = new double[rows * rows];
    IntStream.range(0, rows * rows)
        .parallel()
        .filter(e -> e / rows <= e % rows)
        .forEach(
            e -> {
              int a = e / rows * columns;
              int b = e % rows * columns;
              double sum = 0;
              for (int t = 0; t < columns; t++) {
                sum += inputs[a + t] * inputs[b + t];
              }
              gram[e] = sum;
              gram[e % rows * rows + e / rows] = sum;
            });
  }

  /** The pictures. */
  Dataset data() {
    return data;
  }

  /** Computes the path of a run to its last point, and checks its costs there. */
  List<Stop> stops(GoldenRun run) {
    List<Stop> stops = new ArrayList<>();
    double[] costs = GoldenRuns.costs(run);
    try (Backend backend = CpuBackend.open(Precision.FP64);
        TrainingStep step =
            TrainingStep.prepare(
                backend,
                run.network(),
                data,
                run.initialization().draw(run.network(), run.seed()),
                run.config())) {
      long done = 0;
      for (long iteration :
          ITERATIONS.subList(0, Requirements.full() ? ITERATIONS.size() : FIRST)) {
        for (; done < iteration; done++) {
          step.run();
        }
        Parameters exact = step.parameters();
        step.run();
        done++;
        assertEquals(
            costs[(int) (iteration / run.distance())],
            step.readCost().cost(),
            BOUND,
            run + " at iteration " + iteration);
        PathPoint point = PathPoint.of(run, iteration, exact, data, inputs);
        stops.add(new Stop(point, RoundingNoise.at(point, gram)));
      }
    }
    return stops;
  }
}
