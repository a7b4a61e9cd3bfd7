package oncilla.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedLoopTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void everyIterationRunsOnceInEachRun(int cores) {
    for (int count : new int[] {1, 2, 63, 64, 65, 100_003}) {
      int[] runs = new int[count];
      SharedLoop loop =
          new SharedLoop(
              count,
              1 << 14,
              (from, to) -> {
                for (int i = (int) from; i < to; i++) {
                  runs[i]++;
                }
              },
              cores);
      loop.run();
      loop.run();
      int[] expected = new int[count];
      Arrays.fill(expected, 2);
      assertArrayEquals(expected, runs);
    }
  }

  @Test
  void littleWorkStaysOnTheCallingThread() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    SharedLoop loop =
        new SharedLoop(20_000, 1, (from, to) -> threads.add(Thread.currentThread()), 8);
    loop.run();
    assertEquals(Set.of(Thread.currentThread()), threads);
  }

  @Test
  void anErrorOfAnyPartComesOutAndTheLoopRunsAgain() {
    for (int bad : new int[] {0, 2}) {
      boolean[] fails = {true};
      int[] done = new int[4];
      SharedLoop loop =
          new SharedLoop(
              4,
              1 << 20,
              (from, to) -> {
                if (from == bad && fails[0]) {
                  throw new IllegalStateException("part " + from);
                }
                done[(int) from]++;
              },
              4);
      IllegalStateException e = assertThrows(IllegalStateException.class, loop::run);
      assertTrue(e.getMessage().contains("part " + bad), e.getMessage());
      fails[0] = false;
      loop.run();
      for (int i = 0; i < 4; i++) {
        assertEquals(i == bad ? 1 : 2, done[i]);
      }
    }
  }

  @Test
  void aSumDoesNotDependOnTheOrderOfItsPieces() {
    double[] terms = new double[10_007];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = 1.0 / (i + 1);
    }
    double expected = 0;
    for (int start = 0; start < terms.length; start += 100) {
      expected += sum(terms, start, Math.min(terms.length, start + 100));
    }
    TwoStageSum sum = new TwoStageSum(terms.length, 100, 1000, (from, to) -> sum(terms, from, to));
    assertEquals(expected, sum.run());
    assertEquals(expected, sum.run());
  }

  private static double sum(double[] terms, long from, long to) {
    double sum = 0;
    for (int i = (int) from; i < to; i++) {
      sum += terms[i];
    }
    return sum;
  }
}
