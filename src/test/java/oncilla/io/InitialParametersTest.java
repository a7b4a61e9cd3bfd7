package oncilla.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import oncilla.backend.Precision;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialParametersTest {
  private static final Network NETWORK = Network.classifier(3, List.of(2));

  @TempDir Path directory;

  @Test
  void biasesMayHaveAnyShape() throws IOException {
    Path file =
        write(
            new NamedTensor("W1", DType.F64, new long[] {2, 3}, new double[] {1, 2, 3, 4, 5, 6}),
            new NamedTensor("b1", DType.F64, new long[] {1, 2, 1}, new double[] {7, 8}),
            new NamedTensor("W2", DType.F32, new long[] {1, 2}, new double[] {9, 10}),
            new NamedTensor("b2", DType.F32, new long[0], new double[] {11}),
            new NamedTensor("other", DType.F32, new long[] {1}, new double[] {Double.NaN}));
    Parameters parameters = InitialParameters.read(file, NETWORK);
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, parameters.layers().get(0).weights());
    assertArrayEquals(new double[] {7, 8}, parameters.layers().get(0).bias());
    assertArrayEquals(new double[] {9, 10}, parameters.layers().get(1).weights());
    assertArrayEquals(new double[] {11}, parameters.layers().get(1).bias());
  }

  @Test
  void aModelFileIsAStart() throws IOException {
    Path file = directory.resolve("model.safetensors");
    SavedModel model = ModelFileTest.model(Precision.FP64);
    ModelFile.save(file, model);
    Parameters parameters = InitialParameters.read(file, model.network());
    assertArrayEquals(
        model.parameters().layers().get(1).weights(), parameters.layers().get(1).weights());
  }

  @Test
  void everyMismatchIsOneLine() throws IOException {
    NamedTensor w1 = new NamedTensor("W1", DType.F64, new long[] {2, 3}, new double[6]);
    NamedTensor b1 = new NamedTensor("b1", DType.F64, new long[] {2}, new double[2]);
    NamedTensor w2 = new NamedTensor("W2", DType.F64, new long[] {1, 2}, new double[2]);
    NamedTensor b2 = new NamedTensor("b2", DType.F64, new long[] {1}, new double[1]);

    assertRefused("tensor b2 is missing", w1, b1, w2);
    assertRefused(
        "tensor W1 is 3 x 2, expected 2 x 3",
        new NamedTensor("W1", DType.F64, new long[] {3, 2}, new double[6]),
        b1,
        w2,
        b2);
    assertRefused(
        "tensor b1 is 1 x 3, expected 2 elements in any shape",
        w1,
        new NamedTensor("b1", DType.F64, new long[] {1, 3}, new double[3]),
        w2,
        b2);
    assertRefused(
        "tensor b2 holds Infinity at element 0, expected finite numbers",
        w1,
        b1,
        w2,
        new NamedTensor("b2", DType.F64, new long[] {1}, new double[] {1.0 / 0}));
    assertRefused(
        "holds W3, but the network has 2 layers",
        w1,
        b1,
        w2,
        b2,
        new NamedTensor("W3", DType.F64, new long[] {1, 1}, new double[1]));
  }

  @Test
  void theEndingDecidesTheFormat() {
    Path file = directory.resolve("start.bin");
    FormatException refused =
        assertThrows(FormatException.class, () -> InitialParameters.read(file, NETWORK));
    assertEquals(
        file + ": start values come from a file ending in .safetensors or .npz",
        refused.getMessage());
  }

  private Path write(NamedTensor... tensors) throws IOException {
    Path file = directory.resolve("start.safetensors");
    Safetensors.write(file, new SafetensorsFile(Map.of(), List.of(tensors)));
    return file;
  }

  private void assertRefused(String expected, NamedTensor... tensors) throws IOException {
    Path file = write(tensors);
    FormatException refused =
        assertThrows(FormatException.class, () -> InitialParameters.read(file, NETWORK));
    assertEquals(file + ": " + expected, refused.getMessage());
  }
}
