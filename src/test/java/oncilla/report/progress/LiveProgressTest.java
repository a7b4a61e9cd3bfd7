package oncilla.report.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import oncilla.train.TrainingListener.TrainingRun;
import oncilla.train.TrainingListener.ValidationPoint;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
  private final FakeClock clock = new FakeClock();
  private final Printed printed = new Printed();
  private final LiveProgress progress = new LiveProgress(printed.stream, 80, clock);

  @Test
  void theLineIsDrawnOverAndOver() {
    progress.started(new TrainingRun(200, 100));
    progress.cost(0, 0.7157, 0.7157);
    for (int i = 1; i <= 100; i++) {
      clock.advance(0.05);
      progress.progress(i);
    }
    List<String> drawn = drawings();
    assertEquals("[................]   0/200", drawn.get(0));
    assertEquals("[########........] 100/200  cost 0.715700  20.0 it/s, 5 s left", last(drawn));
    assertTrue(drawn.size() <= 1 + 5 / 0.1, drawn.size() + " drawings in 5 s");
    assertFalse(printed.text().contains("\n"), "one line while it runs");
  }

  @Test
  void finishingFillsTheBarAndEndsTheLine() {
    progress.started(new TrainingRun(200, 100));
    clock.advance(0.01);
    progress.progress(200);
    progress.cost(199, 0.25, 0.25);
    progress.finished(4);
    assertTrue(printed.text().endsWith("\n"));
    assertEquals(
        "[################] 200/200  cost 0.250000  4.0 s, 50.0 it/s", last(drawings()).strip());
    progress.close();
    assertEquals(1, printed.text().chars().filter(c -> c == '\n').count());
  }

  @Test
  void aRunThatStopsEarlyShowsHowFarItGot() {
    progress.started(new TrainingRun(200, 50));
    clock.advance(0.2);
    progress.progress(101);
    progress.cost(100, 0.25, 0.25);
    clock.advance(0.2);
    progress.validated(new ValidationPoint(100, 100, 0.5, 0.75, false));
    assertEquals(
        "[########........] 101/200  cost 0.250000  validation 0.500000", last(drawings()).strip());
    progress.stopped(101);
    progress.finished(4);
    assertEquals(
        "[#######........] 101/200  cost 0.250000  validation 0.500000  4.0 s, 25.3 it/s",
        last(drawings()).strip());
  }

  @Test
  void aRunThatStopsLeavesTheLineBehind() {
    progress.started(new TrainingRun(200, 100));
    progress.close();
    progress.close();
    assertEquals("\r[................]   0/200\n", printed.text());
  }

  @Test
  void aShorterLineCoversTheLongerOne() {
    progress.started(new TrainingRun(1_000_000, 1));
    for (int i = 1; i <= 20; i++) {
      clock.advance(0.2);
      progress.progress(i);
    }
    List<String> drawn = drawings();
    int widest = drawn.stream().mapToInt(line -> line.stripTrailing().length()).max().orElseThrow();
    progress.finished(1e-3);
    String end = last(drawings());
    assertTrue(end.length() >= Math.min(widest, last(drawn).length()), end);
  }

  @Test
  void aNarrowTerminalGetsAShorterBarAndThenFewerWords() {
    for (int columns : new int[] {1, 2, 10, 30, 40, 55, 79}) {
      Printed narrow = new Printed();
      LiveProgress on = new LiveProgress(narrow.stream, columns, clock);
      on.started(new TrainingRun(200, 100));
      on.cost(0, 0.5, 0.5);
      for (int i = 1; i <= 100; i++) {
        clock.advance(0.2);
        on.progress(i);
      }
      for (String line : narrow.text().split("\r")) {
        assertTrue(line.length() < columns || line.isEmpty(), columns + ": '" + line + "'");
      }
      assertFalse(narrow.text().contains("\n"));
      String last = narrow.text().substring(narrow.text().lastIndexOf('\r') + 1).strip();
      assertEquals(
          switch (columns) {
            case 55 -> "[###....] 100/200  cost 0.500000  5.00 it/s, 20 s left";
            case 40 -> "100/200  cost 0.500000  5.00 it/s, 20 s";
            case 10 -> "100/200";
            default -> last;
          },
          last);
    }
  }

  @Test
  void linesFitATerminal() {
    progress.started(new TrainingRun(100_000_000, 1));
    for (int i = 1; i <= 100; i++) {
      clock.advance(0.2);
      progress.progress(i);
      progress.cost(i, 123456.789, 1);
    }
    for (String line : drawings()) {
      assertTrue(line.length() < 80, line);
    }
  }

  private List<String> drawings() {
    return Arrays.stream(printed.text().split("\r")).skip(1).toList();
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
