package oncilla.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Plan;
import oncilla.backend.Tensor;
import oncilla.base.Closing;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.op.Tensors;

/**
 * Measures matrix products on several targets in turns. The operands are those of a case of {@link
 * OpCases} with these extents, already on the device; the product is a recorded plan, as in
 * training.
 */
public final class MatmulBench {
  private final List<BenchTarget> targets;
  private final SampledError error;
  private final Rounds rounds;

  /**
   * Measures {@code targets}.
   *
   * @param reference computes in fp64, for errors
   */
  public MatmulBench(List<BenchTarget> targets, Backend reference, Rounds rounds) {
    this.targets = List.copyOf(targets);
    this.error = new SampledError(reference);
    this.rounds = rounds;
  }

  /** A case whose operands lie in the memory of a target, with its plan. */
  private static final class Loaded implements AutoCloseable {
    private final Backend backend;
    private final Arena arena;
    private final Tensor product;
    private final Plan plan;

    Loaded(OpCase one, Backend backend) {
      this.backend = backend;
      arena = backend.newArena();
      try {
        Tensor a = arena.allocate(ElementType.REAL, one.operand("a").shape());
        Tensor b = arena.allocate(ElementType.REAL, one.operand("b").shape());
        product = arena.allocate(ElementType.REAL, one.operand("c").shape());
        backend.upload(one.operand("a").values(), a);
        backend.upload(one.operand("b").values(), b);
        Tensors tensors = new Tensors(Map.of("a", a, "b", b, "c", product));
        plan = backend.record(ops -> one.body().run(ops, tensors));
      } catch (RuntimeException | Error failure) {
        Closing.after(failure, arena);
        throw failure;
      }
    }

    Timed timed() {
      return new Timed(plan::run, backend::synchronize);
    }

    double[] product() {
      double[] values = new double[Math.toIntExact(product.shape().size())];
      backend.download(product, values);
      return values;
    }

    @Override
    public void close() {
      try {
        plan.close();
      } finally {
        arena.close();
      }
    }
  }

  /**
   * Measures one product on every target.
   *
   * @throws oncilla.backend.BackendException if a device cannot hold it
   */
  public List<MatmulResult> measure(MatmulForm form, MatmulDims dims) {
    OpCase one = OpCases.matmul(form, dims);
    List<Loaded> loaded = new ArrayList<>();
    try {
      targets.forEach(target -> loaded.add(new Loaded(one, target.backend())));
      List<Samples> samples = rounds.measure(loaded.stream().map(Loaded::timed).toList());
      List<MatmulResult> results = new ArrayList<>();
      for (int i = 0; i < targets.size(); i++) {
        results.add(result(form, dims, one, i, loaded.get(i), samples));
      }
      return results;
    } finally {
      Closing.all(loaded);
    }
  }

  private MatmulResult result(
      MatmulForm form,
      MatmulDims dims,
      OpCase one,
      int index,
      Loaded loaded,
      List<Samples> samples) {
    BenchTarget target = targets.get(index);
    Statistics time = samples.get(index).time();
    double rate = one.flops() / time.median();
    return new MatmulResult(
        target.name(),
        target.backend().precision().label(),
        form,
        dims,
        time,
        rate,
        target.peakFlops().isPresent()
            ? OptionalDouble.of(rate / target.peakFlops().getAsDouble())
            : OptionalDouble.empty(),
        error.of(one, form, target.backend().precision(), loaded.product()),
        samples.get(index).speedOver(samples.get(target.baseline(targets))));
  }
}
