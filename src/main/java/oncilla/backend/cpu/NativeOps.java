package oncilla.backend.cpu;

import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.OpShapes;
import oncilla.backend.Ops;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.random.Philox;

/**
 * The operations over native memory. Products and sums of the kind y + αx are OpenBLAS's, in the
 * precision of the backend. The rest is a loop that all cores share: each element is computed in
 * double and rounded once, when it is stored.
 *
 * <p>Each method checks its arguments, makes what it needs to run many times (loops, room for
 * partial sums) and hands a closure to {@link NativeBackend#submit}. A run allocates nothing that
 * grows with the tensors.
 */
final class NativeOps implements Ops {
  private static final long WORD = 0xFFFFFFFFL;

  /** Work of an exponential and of a Philox block, in additions or so. */
  private static final int EXPONENTIAL = 16;

  private static final int PHILOX = 32;

  /** Terms that are summed one after the other. */
  private static final int PIECE = 1 << 14;

  private final NativeBackend owner;

  NativeOps(NativeBackend owner) {
    this.owner = owner;
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    OpShapes.matmul(owner, form, a, b, c);
    MatmulDims dims = MatmulDims.of(form, a.shape(), b.shape());
    Product product =
        new Product(form, dims, alpha, reals(a), reals(b), reals(c), owner.precision());
    owner.submit(
        () -> {
          at(a);
          at(b);
          at(c);
          product.run();
        });
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    OpShapes.addRowVector(owner, x, b, y);
    addRows(x, b, y, false);
  }

  /** The default's bits with one pass less over Z. */
  @Override
  public void denseRelu(Tensor x, Tensor w, Tensor b, Tensor a) {
    matmul(MatmulForm.NT, 1, x, w, a);
    OpShapes.addRowVector(owner, a, b, a);
    addRows(a, b, a, true);
  }

  private void addRows(Tensor x, Tensor b, Tensor y, boolean relu) {
    int columns = Math.toIntExact(x.shape().columns());
    share(
        x.shape().rows(),
        columns,
        (from, to) -> {
          Reals in = reals(x);
          Reals bias = reals(b);
          Reals out = reals(y);
          for (long row = from; row < to; row++) {
            out.addRow(in, bias, row * columns, columns, relu);
          }
        });
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    OpShapes.columnSum(owner, x, sum);
    long rows = x.shape().rows();
    int columns = Math.toIntExact(x.shape().columns());
    double[] sums = new double[columns];
    share(
        columns,
        rows,
        (from, to) -> {
          Reals in = reals(x);
          Reals out = reals(sum);
          int end = (int) to;
          for (int j = (int) from; j < end; j++) {
            sums[j] = 0;
          }
          for (long row = 0; row < rows; row++) {
            in.addTo(sums, row * columns, (int) from, end);
          }
          for (int j = (int) from; j < end; j++) {
            out.set(j, alpha * sums[j]);
          }
        });
  }

  @Override
  public void relu(Tensor z, Tensor a) {
    OpShapes.map(owner, "relu", z, a);
    share(
        z.shape().size(),
        1,
        (from, to) -> {
          Reals in = reals(z);
          Reals out = reals(a);
          for (long i = from; i < to; i++) {
            out.set(i, Math.max(in.get(i), 0));
          }
        });
  }

  @Override
  public void reluBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(owner, "reluBackward", da, a, dz);
    share(
        da.shape().size(),
        1,
        (from, to) -> reals(dz).keepWherePositive(reals(da), reals(a), from, to));
  }

  @Override
  public void sigmoid(Tensor z, Tensor a) {
    OpShapes.map(owner, "sigmoid", z, a);
    share(
        z.shape().size(),
        EXPONENTIAL,
        (from, to) -> {
          Reals in = reals(z);
          Reals out = reals(a);
          for (long i = from; i < to; i++) {
            out.set(i, sigmoid(in.get(i)));
          }
        });
  }

  @Override
  public void sigmoidBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(owner, "sigmoidBackward", da, a, dz);
    share(
        da.shape().size(),
        1,
        (from, to) -> {
          Reals gradient = reals(da);
          Reals activation = reals(a);
          Reals out = reals(dz);
          for (long i = from; i < to; i++) {
            double value = activation.get(i);
            out.set(i, gradient.get(i) * value * (1 - value));
          }
        });
  }

  @Override
  public void dropoutMask(DropoutMask spec, StepState state, Tensor mask) {
    OpShapes.dropoutMask(owner, state, mask);
    long size = mask.shape().size();
    share(
        (size + Philox.WORDS - 1) / Philox.WORDS,
        PHILOX,
        (from, to) -> {
          long step = counters(state).i64(StepState.STEP);
          NativeTensor bits = at(mask);
          int[] words = new int[Philox.WORDS];
          for (long block = from; block < to; block++) {
            Philox.block(
                (int) spec.seed(),
                Philox.DROPOUT,
                (int) block,
                spec.layer() | (int) (block >>> 32) << 16,
                (int) step,
                (int) (step >>> 32),
                words);
            long start = block * Philox.WORDS;
            int length = (int) Math.min(Philox.WORDS, size - start);
            for (int word = 0; word < length; word++) {
              boolean kept = (words[word] & WORD) < spec.threshold();
              bits.u8(start + word, (byte) (kept ? 1 : 0));
            }
          }
        });
  }

  @Override
  public void dropout(Tensor x, Tensor mask, double keepProbability, Tensor y) {
    OpShapes.dropout(owner, x, mask, keepProbability, y);
    share(
        x.shape().size(),
        2,
        (from, to) -> {
          Reals in = reals(x);
          NativeTensor bits = at(mask);
          Reals out = reals(y);
          for (long i = from; i < to; i++) {
            out.set(i, bits.u8(i) != 0 ? in.get(i) / keepProbability : 0);
          }
        });
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    OpShapes.l2Penalty(owner, weights, penalty);
    FixedSum squares =
        new FixedSum(
            weights.shape().size(),
            PIECE,
            1,
            (from, to) -> {
              Reals values = reals(weights);
              double sum = 0;
              for (long i = from; i < to; i++) {
                double value = values.get(i);
                sum += value * value;
              }
              return sum;
            });
    owner.submit(() -> reals(penalty).set(0, coefficient * squares.run()));
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    OpShapes.map(owner, "addScaled", x, y);
    ScaledSum sum = new ScaledSum(reals(x), reals(y), y.shape().size());
    owner.submit(
        () -> {
          at(x);
          at(y);
          sum.run(alpha);
        });
  }

  @Override
  public void crossEntropy(
      Tensor logits, Tensor labels, Tensor penalty, StepState state, Tensor cost, Tensor dLogits) {
    OpShapes.crossEntropy(owner, logits, labels, penalty, state, cost, dLogits);
    long rows = logits.shape().rows();
    FixedSum losses =
        new FixedSum(
            rows,
            PIECE / EXPONENTIAL,
            EXPONENTIAL,
            (from, to) -> {
              Reals in = reals(logits);
              Reals wanted = reals(labels);
              Reals gradient = reals(dLogits);
              double sum = 0;
              for (long i = from; i < to; i++) {
                double z = in.get(i);
                double y = wanted.get(i);
                sum += Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));
                gradient.set(i, sigmoid(z) - y);
              }
              return sum;
            });
    owner.submit(
        () -> {
          double dataCost = losses.run() / rows;
          Reals costs = reals(cost);
          costs.set(0, dataCost + reals(penalty).get(0));
          costs.set(1, dataCost);
          if (!Double.isFinite(costs.get(0)) && isGood(state)) {
            NativeTensor counters = counters(state);
            counters.i64(StepState.FIRST_BAD_STEP, counters.i64(StepState.STEP));
          }
        });
  }

  @Override
  public void gradientDescent(Tensor parameters, Tensor gradients, StepState state) {
    OpShapes.gradientDescent(owner, parameters, gradients, state);
    ScaledSum update =
        new ScaledSum(reals(gradients), reals(parameters), parameters.shape().size());
    owner.submit(
        () -> {
          at(parameters);
          at(gradients);
          if (isGood(state)) {
            double rate = reals(state.learningRate()).get(0);
            update.run(-rate);
          }
        });
  }

  @Override
  public void gather(Tensor source, Tensor indices, StepState state, double divisor, Tensor out) {
    OpShapes.gather(owner, source, indices, state, divisor, out);
    share(
        out.shape().rows(),
        2 * out.shape().columns(),
        (from, to) -> {
          long columns = out.shape().columns();
          long first = counters(state).i64(StepState.ROW_OFFSET);
          NativeTensor order = at(indices);
          for (long i = from; i < to; i++) {
            int row = order.i32(first + i);
            if (row < 0 || row >= source.shape().rows()) {
              throw new IllegalArgumentException(
                  "gather: index %d is %d, the source has %d rows"
                      .formatted(first + i, row, source.shape().rows()));
            }
            copyRow(at(source), row * columns, divisor, reals(out), i * columns, columns);
          }
        });
  }

  @Override
  public void advance(StepState state, long batchRows, long totalRows) {
    OpShapes.advance(owner, state, batchRows, totalRows);
    owner.submit(
        () -> {
          if (isGood(state)) {
            NativeTensor counters = counters(state);
            counters.i64(StepState.STEP, counters.i64(StepState.STEP) + 1);
            long offset = counters.i64(StepState.ROW_OFFSET) + batchRows;
            counters.i64(StepState.ROW_OFFSET, totalRows - offset < batchRows ? 0 : offset);
          }
        });
  }

  /** A row of pixels or of numbers, each divided. */
  private static void copyRow(
      NativeTensor source, long from, double divisor, Reals out, long to, long columns) {
    if (source.type() == ElementType.U8) {
      for (long j = 0; j < columns; j++) {
        out.set(to + j, (source.u8(from + j) & 0xFF) / divisor);
      }
    } else {
      Reals numbers = source.reals();
      for (long j = 0; j < columns; j++) {
        out.set(to + j, numbers.get(from + j) / divisor);
      }
    }
  }

  /** 1 / (1 + exp(−z)); for z &lt; 0 as exp(z) / (1 + exp(z)), where exp(−z) would overflow. */
  private static double sigmoid(double z) {
    if (z < 0) {
      double e = Math.exp(z);
      return e / (1 + e);
    }
    return 1 / (1 + Math.exp(-z));
  }

  private static boolean isGood(StepState state) {
    return counters(state).i64(StepState.FIRST_BAD_STEP) < 0;
  }

  private static NativeTensor counters(StepState state) {
    return at(state.counters());
  }

  private void share(long count, long weight, SharedLoop.Body body) {
    SharedLoop loop = new SharedLoop(count, weight, body);
    owner.submit(loop::run);
  }

  private static NativeTensor at(Tensor tensor) {
    return ((NativeTensor) tensor).open();
  }

  private static Reals reals(Tensor tensor) {
    return ((NativeTensor) tensor).reals();
  }
}
