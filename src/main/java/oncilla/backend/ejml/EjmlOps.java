package oncilla.backend.ejml;

import java.util.function.DoubleBinaryOperator;
import oncilla.backend.DropoutMask;
import oncilla.backend.MatmulForm;
import oncilla.backend.OpShapes;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.random.Philox;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;
import org.ejml.ops.DOperatorUnary;

/**
 * The reference operations. Each method checks its arguments and then hands a closure to {@link
 * EjmlBackend#submit}, which runs it or records it. A closure reads its operands, computes in
 * double, and writes its result, rounded to the precision.
 */
final class EjmlOps implements Ops {
  private static final long WORD = 0xFFFFFFFFL;

  private final EjmlBackend owner;
  private final Precision precision;
  private final Matmul matmul;

  EjmlOps(EjmlBackend owner, Matmul matmul) {
    this.owner = owner;
    this.precision = owner.precision();
    this.matmul = matmul;
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    OpShapes.matmul(owner, form, a, b, c);
    owner.submit(
        () -> {
          matmul.multiply(form, alpha, at(a).matrix(), at(b).matrix(), at(c).matrix());
          at(c).round(precision);
        });
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    OpShapes.addRowVector(owner, x, b, y);
    owner.submit(
        () -> {
          DMatrixRMaj in = read(x);
          DMatrixRMaj bias = read(b);
          DMatrixRMaj out = target(y);
          for (int i = 0; i < in.numRows; i++) {
            for (int j = 0; j < in.numCols; j++) {
              out.set(i, j, in.get(i, j) + bias.get(0, j));
            }
          }
          write(out, y);
        });
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    OpShapes.columnSum(owner, x, sum);
    owner.submit(
        () -> {
          DMatrixRMaj out = target(sum);
          CommonOps_DDRM.sumCols(read(x), out);
          CommonOps_DDRM.scale(alpha, out);
          write(out, sum);
        });
  }

  @Override
  public void relu(Tensor z, Tensor a) {
    OpShapes.map(owner, "relu", z, a);
    map(z, a, value -> Math.max(value, 0));
  }

  @Override
  public void reluBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(owner, "reluBackward", da, a, dz);
    zip(da, a, dz, (gradient, activation) -> activation > 0 ? gradient : 0);
  }

  @Override
  public void sigmoid(Tensor z, Tensor a) {
    OpShapes.map(owner, "sigmoid", z, a);
    map(z, a, EjmlOps::sigmoid);
  }

  @Override
  public void sigmoidBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(owner, "sigmoidBackward", da, a, dz);
    zip(da, a, dz, (gradient, activation) -> gradient * activation * (1 - activation));
  }

  @Override
  public void dropoutMask(DropoutMask spec, StepState state, Tensor mask) {
    OpShapes.dropoutMask(owner, state, mask);
    owner.submit(
        () -> {
          long step = counter(state, StepState.STEP);
          EjmlTensor bits = at(mask);
          int[] words = new int[Philox.WORDS];
          for (int element = 0; element < bits.size(); element++) {
            int word = element % Philox.WORDS;
            if (word == 0) {
              // An array has fewer than 2³¹ elements, so the high word of e/4 is zero here.
              int block = element / Philox.WORDS;
              Philox.block(
                  (int) spec.seed(),
                  Philox.DROPOUT,
                  block,
                  spec.layer(),
                  (int) step,
                  (int) (step >>> 32),
                  words);
            }
            boolean kept = (words[word] & WORD) < spec.threshold();
            bits.bytes()[bits.offset() + element] = (byte) (kept ? 1 : 0);
          }
        });
  }

  @Override
  public void dropout(Tensor x, Tensor mask, double keepProbability, Tensor y) {
    OpShapes.dropout(owner, x, mask, keepProbability, y);
    owner.submit(
        () -> {
          DMatrixRMaj in = read(x);
          byte[] bits = at(mask).bytes();
          int start = at(mask).offset();
          DMatrixRMaj out = target(y);
          for (int i = 0; i < out.getNumElements(); i++) {
            out.set(i, bits[start + i] != 0 ? in.get(i) / keepProbability : 0);
          }
          write(out, y);
        });
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    OpShapes.l2Penalty(owner, weights, penalty);
    owner.submit(
        () -> {
          DMatrixRMaj w = read(weights);
          DMatrixRMaj out = target(penalty);
          out.set(0, coefficient * VectorVectorMult_DDRM.innerProd(w, w));
          write(out, penalty);
        });
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    OpShapes.map(owner, "addScaled", x, y);
    zip(x, y, y, (value, sum) -> sum + alpha * value);
  }

  @Override
  public void crossEntropy(
      Tensor logits, Tensor labels, Tensor penalty, StepState state, Tensor cost, Tensor dLogits) {
    OpShapes.crossEntropy(owner, logits, labels, penalty, state, cost, dLogits);
    owner.submit(
        () -> {
          DMatrixRMaj z = read(logits);
          DMatrixRMaj y = read(labels);
          DMatrixRMaj gradient = target(dLogits);
          double sum = 0;
          for (int i = 0; i < z.numRows; i++) {
            double logit = z.get(i);
            sum += Math.max(logit, 0) - logit * y.get(i) + Math.log1p(Math.exp(-Math.abs(logit)));
            gradient.set(i, sigmoid(logit) - y.get(i));
          }
          write(gradient, dLogits);
          double dataCost = sum / z.numRows;
          DMatrixRMaj costs = target(cost);
          costs.set(0, dataCost + at(penalty).scalar());
          costs.set(1, dataCost);
          write(costs, cost);
          watch(at(cost).scalar(), state);
        });
  }

  @Override
  public void gradientDescent(Tensor parameters, Tensor gradients, StepState state) {
    OpShapes.gradientDescent(owner, parameters, gradients, state);
    owner.submit(
        () -> {
          if (isGood(state)) {
            double rate = at(state.learningRate()).scalar();
            DMatrixRMaj out = target(parameters);
            CommonOps_DDRM.add(read(parameters), -rate, read(gradients), out);
            write(out, parameters);
          }
        });
  }

  @Override
  public void gather(Tensor source, Tensor indices, StepState state, double divisor, Tensor out) {
    OpShapes.gather(owner, source, indices, state, divisor, out);
    owner.submit(
        () -> {
          RowReader reader = RowReader.of(at(source));
          int[] order = at(indices).ints();
          int start = at(indices).offset();
          int first = (int) counter(state, StepState.ROW_OFFSET);
          DMatrixRMaj batch = target(out);
          for (int i = 0; i < batch.numRows; i++) {
            int row = order[start + first + i];
            if (row < 0 || row >= source.shape().rows()) {
              throw new IllegalArgumentException(
                  "gather: index %d is %d, the source has %d rows"
                      .formatted(first + i, row, source.shape().rows()));
            }
            for (int j = 0; j < batch.numCols; j++) {
              batch.set(i, j, reader.value(row, j) / divisor);
            }
          }
          write(batch, out);
        });
  }

  @Override
  public void advance(StepState state, long batchRows, long totalRows) {
    OpShapes.advance(owner, state, batchRows, totalRows);
    owner.submit(
        () -> {
          if (isGood(state)) {
            setCounter(state, StepState.STEP, counter(state, StepState.STEP) + 1);
            long offset = counter(state, StepState.ROW_OFFSET) + batchRows;
            setCounter(state, StepState.ROW_OFFSET, totalRows - offset < batchRows ? 0 : offset);
          }
        });
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
    return counter(state, StepState.FIRST_BAD_STEP) < 0;
  }

  private static long counter(StepState state, int index) {
    EjmlTensor counters = at(state.counters());
    return counters.longs()[counters.offset() + index];
  }

  private static void setCounter(StepState state, int index, long value) {
    EjmlTensor counters = at(state.counters());
    counters.longs()[counters.offset() + index] = value;
  }

  private static void watch(double cost, StepState state) {
    if (!Double.isFinite(cost) && isGood(state)) {
      setCounter(state, StepState.FIRST_BAD_STEP, counter(state, StepState.STEP));
    }
  }

  private void map(Tensor x, Tensor y, DOperatorUnary function) {
    owner.submit(
        () -> {
          DMatrixRMaj out = target(y);
          CommonOps_DDRM.apply(read(x), function, out);
          write(out, y);
        });
  }

  private void zip(Tensor x, Tensor y, Tensor z, DoubleBinaryOperator function) {
    owner.submit(
        () -> {
          DMatrixRMaj first = read(x);
          DMatrixRMaj second = read(y);
          DMatrixRMaj out = target(z);
          for (int i = 0; i < out.getNumElements(); i++) {
            out.set(i, function.applyAsDouble(first.get(i), second.get(i)));
          }
          write(out, z);
        });
  }

  private static EjmlTensor at(Tensor tensor) {
    return (EjmlTensor) tensor;
  }

  private static DMatrixRMaj read(Tensor tensor) {
    return Matrices.read(at(tensor).matrix());
  }

  private static DMatrixRMaj target(Tensor tensor) {
    return Matrices.target(at(tensor).matrix());
  }

  private void write(DMatrixRMaj computed, Tensor tensor) {
    Matrices.write(computed, at(tensor).matrix());
    at(tensor).round(precision);
  }
}
