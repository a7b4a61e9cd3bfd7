package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oncilla.backend.Activation;
import oncilla.backend.Augmentation;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.LossWeights;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import oncilla.backend.opencl.FakeBench;
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.api.Test;

/**
 * Every kernel of the sources is launched here, so that none is added without a test. What its
 * launch must look like belongs in the geometry test of its family.
 */
class KernelCoverageTest {
  @Test
  void everyKernelIsTested() throws IOException, URISyntaxException {
    Set<String> tested = new TreeSet<>();
    for (FakeBench.Target target : FakeBench.targets()) {
      try (FakeBench bench = new FakeBench(target)) {
        Tensor x = bench.real(65, 3);
        StepState state = bench.state();
        tested.addAll(
            bench.launches(ops -> everything(ops, bench, x, state)).stream()
                .map(FakeEnqueue::kernel)
                .toList());
        tested.addAll(
            bench.launches(ops -> probe(bench.backend())).stream()
                .map(FakeEnqueue::kernel)
                .toList());
        tested.addAll(
            bench.launches(ops -> bench.backend().measurePeakFlops()).stream()
                .map(FakeEnqueue::kernel)
                .toList());
      }
    }
    assertEquals(declaredKernels(), tested);
  }

  /** The fake device writes nothing, which is not what the probes expect. */
  private static void probe(OpenClBackend backend) {
    try (OwnSink sink = new OwnSink(backend)) {
      assertTrue(sink.probes(64).run().fault().orElseThrow().startsWith("a loop of 100000 rounds"));
    }
  }

  private static void everything(Ops ops, FakeBench bench, Tensor x, StepState state) {
    Tensor y = bench.real(65, 3);
    Tensor row = bench.real(1, 3);
    Tensor column = bench.real(65, 1);
    Tensor gradient = bench.real(65, 1);
    Tensor one = bench.real(1, 1);
    Tensor mask = bench.bytes(x.shape());
    Tensor order = bench.arena().allocate(ElementType.I32, Shape.vector(65));
    Optional<Dropout> dropout = Optional.of(new Dropout(3, 1, 0.5, 0, state, mask));
    ops.dense(x, bench.real(3, 3), row, Activation.RELU, Optional.empty(), y);
    ops.matmul(MatmulForm.NN, 1, bench.real(3, 999), bench.real(999, 3), bench.real(3, 3));
    ops.addRowVector(x, row, y);
    ops.activate(Activation.RELU, x, y);
    ops.activateBackward(Activation.RELU, y, x, Optional.empty(), y);
    ops.activateBackward(Activation.RELU, y, x, dropout, y);
    ops.drawMask(dropout.get());
    ops.applyMask(dropout.get(), x, y);
    ops.columnSum(1, x, row);
    ops.l2Penalty(1, x, one);
    ops.crossEntropy(65, column, column, LossWeights.NONE, one, state, bench.real(1, 2), gradient);
    ops.addScaled(1, x, y);
    ops.dropout(dropout.get(), x, y);
    Tensor w = bench.real(3, 3);
    ops.denseBackward(1, Activation.RELU, Optional.empty(), y, x, x, w, row);
    ops.denseBackward(1, Activation.TANH, dropout, y, x, x, w, row);
    ops.update(new UpdateRule.GradientDescent(), ParameterUpdate.of(x, y, List.of()), state);
    ops.update(
        new UpdateRule.GradientDescent(),
        ParameterUpdate.of(x, y, List.of()).with(new ParameterUpdate.Clipping(1, one)),
        state);
    ops.update(
        new UpdateRule.Momentum(0.9, false),
        ParameterUpdate.of(x, y, List.of(bench.real(65, 3))),
        state);
    ops.update(
        new UpdateRule.Adam(0.9, 0.999, 1e-8, 0.01),
        ParameterUpdate.of(x, y, List.of(bench.real(65, 3), bench.real(65, 3))),
        state);
    ops.pass(NarrowGeometryTest.pass(bench, 65, 3, 1));
    ops.gather(mask, order, state, InputTransform.dividing(255), y);
    ops.gather(x, order, state, InputTransform.dividing(1), y);
    InputTransform changed =
        new InputTransform(
            255,
            Optional.empty(),
            Optional.of(new Augmentation(Augmentation.Strength.LIGHT, 3, 1, 1, 3)));
    ops.gather(mask, order, state, changed, y);
    ops.gather(x, order, state, changed, y);
    ops.advance(state, 65, 65);
  }

  private static Set<String> declaredKernels() throws IOException, URISyntaxException {
    Path folder = Path.of(KernelCoverageTest.class.getResource("/kernels").toURI());
    Pattern declaration = Pattern.compile("(?m)^(?:KERNEL|kernel\\b.*\\bvoid) (\\w+)\\(");
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".cl")).toList()) {
        names.addAll(
            declaration
                .matcher(Files.readString(file))
                .results()
                .map(KernelCoverageTest::name)
                .toList());
      }
    }
    assertTrue(names.size() > 15, names.toString());
    return names;
  }

  private static String name(MatchResult declaration) {
    return declaration.group(1);
  }
}
