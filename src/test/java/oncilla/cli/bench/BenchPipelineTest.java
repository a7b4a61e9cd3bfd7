package oncilla.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import oncilla.cli.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bench pipeline}: what its document says, not how fast anything is. */
class BenchPipelineTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void theDocumentHasTheFourRates(String backend) {
    JsonNode document =
        Outcome.done(
                "bench",
                "pipeline",
                "--nets",
                "12,5,1x7",
                "--set-batches",
                "3",
                "--seconds",
                "0.001",
                "--backend",
                backend,
                "--precision",
                "fp64",
                "--json")
            .json();
    assertEquals("pipeline", document.get("bench").asText());
    assertEquals(3, document.at("/options/set_batches").asInt());
    for (JsonNode result : document.get("results")) {
      assertEquals("12,5,1x7", result.get("net").asText());
      assertEquals(21, result.get("examples").asInt());
      for (String part : new String[] {"step", "pipeline", "gather", "streamed"}) {
        double seconds = result.at("/" + part + "_seconds/median").asDouble();
        assertTrue(seconds > 0, result.toString());
        assertEquals(
            7 / seconds, result.get(part + "_examples_per_second").asDouble(), 1e-9 / seconds);
      }
      for (String share : new String[] {"share_of_step", "streamed_share_of_step"}) {
        assertTrue(result.at("/" + share + "/median").asDouble() > 0, result.toString());
      }
    }
    assertEquals(backend.equals("cpu") ? 1 : 2, document.get("results").size());
  }

  @Test
  void aSetHasABatch() {
    Outcome.of("bench", "pipeline", "--set-batches", "0")
        .assertUsageError("oncilla bench pipeline", "a set has at least one batch, not 0");
  }
}
