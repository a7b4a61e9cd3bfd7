package oncilla.report.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import oncilla.train.TrainingListener.TrainingRun;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
  private final FakeClock clock = new FakeClock();
  private final Printed printed = new Printed();
  private final PlainProgress progress = new PlainProgress(printed.stream, clock);

  @Test
  void oneLineForEachCost() {
    progress.started(new TrainingRun(300, 100));
    progress.cost(0, 0.7157, 0.7157);
    clock.advance(3);
    for (int i = 1; i <= 100; i++) {
      progress.progress(i);
      clock.advance(0.1);
    }
    progress.cost(100, 0.5, 0.5);
    progress.finished(13);
    assertEquals(
        """
        iteration   0/300  cost 0.715700
        iteration 100/300  cost 0.500000  10.0 it/s, 20 s left
        300 iterations in 13.0 s, 23.1 it/s
        """,
        printed.text());
  }

  @Test
  void theDataCostIsShownWhereItDiffers() {
    progress.started(new TrainingRun(10, 1));
    progress.cost(0, 0.75, 0.5);
    assertEquals("iteration  0/10  cost 0.750000  data cost 0.500000\n", printed.text());
  }
}
