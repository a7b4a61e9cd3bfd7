package oncilla.data.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoPointsTest {
  private static double[] values(Dataset data) {
    return ((Table) data.features()).values();
  }

  private static int positives(Dataset data) {
    int count = 0;
    for (byte label : data.labels()) {
      count += label;
    }
    return count;
  }

  @ParameterizedTest
  @EnumSource
  void aSeedIsASet(DemoPoints points) {
    TrainTest first = points.trainTest(3);
    TrainTest again = points.trainTest(3);
    assertArrayEquals(values(first.train()), values(again.train()));
    assertArrayEquals(first.train().labels(), again.train().labels());
    assertFalse(Arrays.equals(values(first.train()), values(points.trainTest(4).train())));
    double[] train = values(first.train());
    double[] test = values(first.test().orElseThrow());
    for (double number : test) {
      assertTrue(Arrays.stream(train).noneMatch(other -> other == number), "held out: " + number);
    }
    assertThrows(IllegalArgumentException.class, () -> points.trainTest(-1));
  }

  /** The numbers themselves, so that a change of the generator does not go by unseen. */
  @Test
  void theSetsOfSeedThree() {
    double[] circles = values(DemoPoints.CIRCLES.trainTest(3).train());
    double[] football = values(DemoPoints.FOOTBALL.trainTest(3).train());
    assertEquals(0.8488047953892055, circles[0]);
    assertEquals(-0.4273432424555239, football[0]);
  }

  @Test
  void circlesAreTwoRingsOfEqualSize() {
    TrainTest circles = DemoPoints.CIRCLES.trainTest(5);
    assertEquals(300, circles.train().size());
    assertEquals(100, circles.test().orElseThrow().size());
    for (Dataset data : new Dataset[] {circles.train(), circles.test().get()}) {
      assertEquals(data.size() / 2, positives(data));
      double[] sum = new double[2];
      double[] squares = new double[2];
      for (int i = 0; i < data.size(); i++) {
        double radius = Math.hypot(values(data)[2 * i], values(data)[2 * i + 1]);
        sum[data.labels()[i]] += radius;
        squares[data.labels()[i]] += radius * radius;
      }
      for (int label = 0; label < 2; label++) {
        double n = data.size() / 2.0;
        double mean = sum[label] / n;
        double deviation = Math.sqrt(squares[label] / n - mean * mean);
        // Noise on a circle of radius r adds about 0.05² / 2r; three deviations of the mean.
        assertEquals(label == 1 ? 0.8 : 1, mean, 3 * 0.05 / Math.sqrt(n) + 0.002, "radius");
        assertEquals(0.05, deviation, 4 * 0.05 / Math.sqrt(2 * n), "noise");
      }
    }
  }

  @Test
  void thePitchIsDividedByALineThatIsNotSharp() {
    TrainTest football = DemoPoints.FOOTBALL.trainTest(5);
    assertEquals(211, football.train().size());
    assertEquals(200, football.test().orElseThrow().size());
    int right = 0;
    int wrongFarAway = 0;
    for (Dataset data : new Dataset[] {football.train(), football.test().get()}) {
      assertEquals(0.45, positives(data) / (double) data.size(), 0.15);
      for (int i = 0; i < data.size(); i++) {
        double x = values(data)[2 * i];
        double y = values(data)[2 * i + 1];
        assertTrue(Math.abs(x) < 0.8 && Math.abs(y) < 0.7, x + ", " + y);
        double distance = x - (0.45 * y - 0.14);
        boolean asTheLineSays = (distance < 0) == (data.labels()[i] == 1);
        right += asTheLineSays ? 1 : 0;
        wrongFarAway += !asTheLineSays && Math.abs(distance) > 0.25 ? 1 : 0;
      }
    }
    assertTrue(right > 0.88 * 411 && right < 0.97 * 411, right + " of 411");
    assertEquals(0, wrongFarAway);
  }
}
