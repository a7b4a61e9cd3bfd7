package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.backend.tuning.TuningOutcome;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;

/** Which candidates are tried, in a landscape of made-up times. */
class TuningSearchTest {
  private static final DeviceLimits CPU = new DeviceLimits(TestDevices.cpu(0), Precision.FP32);
  private static final MatmulTable.Key KEY = new MatmulTable.Key(MatmulForm.NN, ShapeClass.SMALL);
  private static final DirectMatmul START = new DirectMatmul(1, 1, 1, 4);
  private static final double SECOND = 1e9;

  private final AtomicLong clock = new AtomicLong();
  private final List<MatmulVariant> tried = new ArrayList<>();

  /** Every comparison takes a second. */
  private final class Landscape implements TuningSearch.Comparison {
    private final ToDoubleFunction<DirectMatmul> seconds;
    private double best;

    Landscape(ToDoubleFunction<DirectMatmul> seconds) {
      this.seconds = seconds;
      this.best = seconds.applyAsDouble(START);
    }

    @Override
    public TuningSearch.Outcome compare(MatmulVariant candidate, Deadline deadline) {
      clock.addAndGet((long) SECOND);
      double time = seconds.applyAsDouble((DirectMatmul) candidate);
      if (Double.isNaN(time)) {
        return TuningSearch.Outcome.untimed(TuningOutcome.WRONG, "planted");
      }
      double gain = best / time;
      if (gain < CandidateTimer.LEAST_GAIN) {
        return new TuningSearch.Outcome(TuningOutcome.NOT_BETTER, "", gain);
      }
      best = time;
      return new TuningSearch.Outcome(TuningOutcome.BETTER, "", gain);
    }
  }

  private TuningSearch.Result search(
      ToDoubleFunction<DirectMatmul> seconds, List<MatmulVariant> hints, double budget) {
    tried.clear();
    return new TuningSearch(List.of(START.family()), KEY, CPU, 1)
        .run(
            START,
            hints,
            new Landscape(seconds),
            Deadline.in(budget, clock::get),
            new TuningSearch.Watcher() {
              @Override
              public void trying(MatmulVariant candidate) {
                tried.add(candidate);
              }

              @Override
              public void tried(MatmulVariant candidate, TuningSearch.Outcome outcome) {
                assertEquals(candidate, tried.get(tried.size() - 1));
              }
            });
  }

  /** Its lowest point is 4, 3, 2, 16. */
  private static double valley(DirectMatmul at) {
    return 1
        + Math.abs(at.blockM() - 4)
        + Math.abs(at.blockN() - 3)
        + Math.abs(at.columnVectors() - 2)
        + Math.abs(at.vectorWidth() - 16) / 4.0;
  }

  @Test
  void itDescendsToTheLowestPoint() {
    TuningSearch.Result result = search(TuningSearchTest::valley, List.of(), 100);
    assertEquals(new DirectMatmul(4, 3, 2, 16), result.best());
    assertEquals(
        tried.size(), result.outcomes().values().stream().mapToInt(Integer::intValue).sum());
    assertTrue(result.outcomes().get(TuningOutcome.BETTER) >= 2);
  }

  @Test
  void nothingIsTriedTwiceAndTheOrderIsAlwaysTheSame() {
    search(TuningSearchTest::valley, List.of(), 100);
    List<MatmulVariant> first = List.copyOf(tried);
    assertEquals(first.size(), new HashSet<>(first).size());
    assertFalse(first.contains(START));
    search(TuningSearchTest::valley, List.of(), 100);
    assertEquals(first, tried);
  }

  @Test
  void hintsComeFirstUnlessTheyDoNotFit() {
    DirectMatmul hint = new DirectMatmul(12, 8, 1, 4);
    search(TuningSearchTest::valley, List.of(new TiledMatmul(512, 256, 128, 4, 4, 1, 1), hint), 5);
    assertEquals(hint, tried.get(0));
    assertTrue(tried.stream().allMatch(DirectMatmul.class::isInstance));
  }

  @Test
  void theTimeIsKept() {
    clock.set(77);
    search(TuningSearchTest::valley, List.of(), 6.5);
    assertEquals(7, tried.size());
    search(TuningSearchTest::valley, List.of(), 1e-9);
    assertEquals(1, tried.size());
  }

  @Test
  void aWrongCandidateIsCountedAndNeverTheBest() {
    TuningSearch.Result result =
        search(at -> at.vectorWidth() == 16 ? Double.NaN : valley(at), List.of(), 200);
    assertTrue(result.outcomes().get(TuningOutcome.WRONG) > 0);
    assertEquals(new DirectMatmul(4, 3, 2, 8), result.best());
  }

  @Test
  void anExhaustedSpaceEndsTheSearch() {
    MatmulFamily<DirectMatmul> two =
        new MatmulFamily<>(
            "two",
            DirectMatmul.class,
            List.of(
                MatmulFamily.Parameter.ofKernel("block_m", "BLOCK_M", DirectMatmul::blockM, 2, 3)),
            values -> new DirectMatmul(values[0], 1, 1, 4),
            List.of(),
            limits -> true);
    Map<TuningOutcome, Integer> outcomes =
        new TuningSearch(List.of(two), KEY, CPU, 1)
            .run(
                START,
                List.of(),
                new Landscape(TuningSearchTest::valley),
                Deadline.in(1e6, clock::get),
                new TuningSearch.Watcher() {
                  @Override
                  public void trying(MatmulVariant candidate) {
                    tried.add(candidate);
                  }

                  @Override
                  public void tried(MatmulVariant candidate, TuningSearch.Outcome outcome) {
                    assertEquals(4, ((DirectMatmul) candidate).vectorWidth());
                  }
                })
            .outcomes();
    assertEquals(2, outcomes.values().stream().mapToInt(Integer::intValue).sum());
    assertEquals(2, tried.size());
  }
}
