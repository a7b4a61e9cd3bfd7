package oncilla.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import oncilla.golden.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what NumPy's RandomState gave. */
class NumpyRandomTest {
  private static final int ULPS = 4;

  @Test
  void wordsAreThoseOfTheMersenneTwister() {
    NumpyRandom random = new NumpyRandom(3);
    for (JsonNode word : Golden.at("/rng/seed3_u32_first10")) {
      assertEquals(word.asLong(), random.nextWord() & 0xFFFFFFFFL);
    }
  }

  @Test
  void uniformsHave53Bits() {
    NumpyRandom random = new NumpyRandom(1);
    for (JsonNode uniform : Golden.at("/rng/seed1_rand_first10")) {
      assertEquals(uniform.asDouble(), random.uniform());
    }
  }

  @Test
  void normalsComeInNumpysOrder() {
    NumpyRandom random = new NumpyRandom(3);
    for (JsonNode normal : Golden.at("/rng/seed3_randn_first10")) {
      assertClose(normal.asDouble(), random.normal());
    }
  }

  @Test
  void normalsOfTheNotesNetworkAreThose() {
    JsonNode golden = Golden.at("/rng/seed3_randn_245940");
    double[] normals = new NumpyRandom(3).normals(245_940);
    double sum = 0;
    double squares = 0;
    for (double normal : normals) {
      sum += normal;
      squares += normal * normal;
    }
    assertEquals(golden.get("sum").asDouble(), sum, 1e-8);
    assertEquals(golden.get("sum_of_squares").asDouble(), squares, 1e-8);
    for (Map.Entry<String, JsonNode> at : golden.get("at").properties()) {
      assertClose(at.getValue().asDouble(), normals[Integer.parseInt(at.getKey())]);
    }
  }

  @Test
  void largestSeedIsAccepted() {
    assertEquals(419326371L, new NumpyRandom(Seeds.LARGEST).nextWord() & 0xFFFFFFFFL);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Seeds.LARGEST + 1})
  void seedsOutsideTheRangeAreRefused(long seed) {
    assertThrows(IllegalArgumentException.class, () -> new NumpyRandom(seed));
  }

  private static void assertClose(double expected, double actual) {
    assertEquals(expected, actual, ULPS * Math.ulp(expected));
  }
}
