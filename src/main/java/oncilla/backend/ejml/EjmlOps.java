package oncilla.backend.ejml;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.InputTransform;
import oncilla.backend.LossWeights;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import oncilla.backend.host.AugmentedImage;
import oncilla.random.Philox;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;
import org.ejml.ops.DOperatorUnary;

/**
 * The reference operations. Each method hands a closure to {@link EjmlBackend#submit}, which runs
 * it or records it. A closure reads its operands, computes in double, and writes its result,
 * rounded to the precision.
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
    owner.submit(
        () -> {
          matmul.multiply(form, alpha, at(a).matrix(), at(b).matrix(), at(c).matrix());
          at(c).round(precision);
        });
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
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
    owner.submit(
        () -> {
          DMatrixRMaj out = target(sum);
          CommonOps_DDRM.sumCols(read(x), out);
          CommonOps_DDRM.scale(alpha, out);
          write(out, sum);
        });
  }

  @Override
  public void activate(Activation f, Tensor z, Tensor a) {
    DOperatorUnary function =
        switch (f) {
          case IDENTITY -> value -> value;
          case RELU -> value -> Math.max(value, 0);
          case TANH -> Math::tanh;
          case SIGMOID -> EjmlOps::sigmoid;
        };
    map(z, a, function);
  }

  @Override
  public void activateBackward(
      Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
    DoubleBinaryOperator throughActivation = backward(f);
    if (dropout.isEmpty()) {
      zip(da, a, dz, throughActivation);
      return;
    }
    double keep = dropout.get().keepProbability();
    owner.submit(
        () -> {
          DMatrixRMaj gradient = read(da);
          DMatrixRMaj activation = read(a);
          byte[] mask = at(dropout.get().mask()).bytes();
          int first = at(dropout.get().mask()).offset();
          DMatrixRMaj out = target(dz);
          for (int i = 0; i < out.getNumElements(); i++) {
            double value =
                throughActivation.applyAsDouble(gradient.get(i) / keep, keep * activation.get(i));
            out.set(i, mask[first + i] != 0 ? value : 0);
          }
          write(out, dz);
        });
  }

  /** From the gradient of an activation and its value to the gradient of the pre-activation. */
  private static DoubleBinaryOperator backward(Activation f) {
    return switch (f) {
      case IDENTITY -> (gradient, activation) -> gradient;
      case RELU -> (gradient, activation) -> activation > 0 ? gradient : 0;
      case TANH -> (gradient, activation) -> gradient * (1 - activation * activation);
      case SIGMOID -> (gradient, activation) -> gradient * activation * (1 - activation);
    };
  }

  @Override
  public void drawMask(Dropout dropout) {
    EjmlState counters = new EjmlState(dropout.state());
    long firstElement = dropout.firstElement();
    long threshold = dropout.threshold();
    owner.submit(
        () -> {
          long step = counters.step();
          byte[] mask = at(dropout.mask()).bytes();
          int first = at(dropout.mask()).offset();
          int size = at(dropout.mask()).size();
          int[] words = new int[Philox.WORDS];
          long drawn = -1;
          for (int i = 0; i < size; i++) {
            long element = firstElement + i;
            long block = element / Philox.WORDS;
            if (block != drawn) {
              Philox.block(
                  (int) dropout.seed(),
                  Philox.DROPOUT,
                  (int) block,
                  dropout.layer() | (int) (block >>> 32) << 16,
                  (int) step,
                  (int) (step >>> 32),
                  words);
              drawn = block;
            }
            boolean kept = (words[(int) (element % Philox.WORDS)] & WORD) < threshold;
            mask[first + i] = (byte) (kept ? 1 : 0);
          }
        });
  }

  @Override
  public void applyMask(Dropout dropout, Tensor x, Tensor y) {
    double keep = dropout.keepProbability();
    owner.submit(
        () -> {
          DMatrixRMaj in = read(x);
          byte[] mask = at(dropout.mask()).bytes();
          int first = at(dropout.mask()).offset();
          DMatrixRMaj out = target(y);
          for (int i = 0; i < out.getNumElements(); i++) {
            out.set(i, mask[first + i] != 0 ? in.get(i) / keep : 0);
          }
          write(out, y);
        });
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
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
    zip(x, y, y, (value, sum) -> sum + alpha * value);
  }

  @Override
  public void crossEntropy(
      long examples,
      Tensor logits,
      Tensor labels,
      LossWeights weights,
      Tensor penalty,
      StepState state,
      Tensor cost,
      Tensor dLogits) {
    owner.submit(
        () -> {
          DMatrixRMaj z = read(logits);
          DMatrixRMaj y = read(labels);
          DMatrixRMaj gradient = target(dLogits);
          double sum = 0;
          for (int i = 0; i < z.numRows; i++) {
            double logit = z.get(i);
            double target = weights.target(y.get(i));
            double weight = weights.of(y.get(i));
            sum +=
                weight
                    * (Math.max(logit, 0)
                        - logit * target
                        + Math.log1p(Math.exp(-Math.abs(logit))));
            gradient.set(i, weight * (sigmoid(logit) - target));
          }
          write(gradient, dLogits);
          double dataCost = sum / examples;
          DMatrixRMaj costs = target(cost);
          costs.set(0, dataCost + at(penalty).scalar());
          costs.set(1, dataCost);
          write(costs, cost);
          if (!Double.isFinite(at(cost).scalar())) {
            new EjmlState(state).markBad();
          }
        });
  }

  @Override
  public void update(UpdateRule rule, ParameterUpdate update, StepState state) {
    if (update.decay() != 0) {
      addScaled(update.decay(), update.weights(), update.weightGradients());
    }
    owner.submit(new EjmlUpdate(rule, update, new EjmlState(state), precision));
  }

  @Override
  public void gather(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    owner.submit(
        () -> {
          RowReader stored = RowReader.of(at(source));
          RowReader divided = (row, j) -> stored.value(row, j) / transform.divisor();
          int[] order = at(indices).ints();
          int start = at(indices).offset();
          EjmlState run = new EjmlState(state);
          int first = (int) run.rowOffset();
          DMatrixRMaj batch = target(out);
          for (int i = 0; i < batch.numRows; i++) {
            int example = order[start + first + i];
            int row = transform.staged() ? i : example;
            if (row < 0 || row >= source.shape().rows()) {
              throw new IllegalArgumentException(
                  "gather: index %d is %d, the source has %d rows"
                      .formatted(first + i, row, source.shape().rows()));
            }
            int to = i;
            transform
                .augmentation()
                .ifPresentOrElse(
                    it ->
                        new AugmentedImage(it)
                            .write(
                                example,
                                run.epoch(),
                                j -> divided.value(row, j),
                                (j, value) -> batch.set(to, j, value)),
                    () -> {
                      for (int j = 0; j < batch.numCols; j++) {
                        batch.set(to, j, divided.value(row, j));
                      }
                    });
          }
          transform.standardization().ifPresent(it -> standardize(batch, it));
          write(batch, out);
        });
  }

  /** (x − μ) / σ of each column. */
  private static void standardize(DMatrixRMaj batch, InputTransform.Columns columns) {
    RowReader mean = RowReader.of(at(columns.mean()));
    RowReader deviation = RowReader.of(at(columns.deviation()));
    for (int i = 0; i < batch.numRows; i++) {
      for (int j = 0; j < batch.numCols; j++) {
        batch.set(i, j, (batch.get(i, j) - mean.value(0, j)) / deviation.value(0, j));
      }
    }
  }

  @Override
  public void advance(StepState state, long rows, long totalRows) {
    EjmlState run = new EjmlState(state);
    owner.submit(() -> run.advance(rows, totalRows));
  }

  /** 1 / (1 + exp(−z)); for z &lt; 0 as exp(z) / (1 + exp(z)), where exp(−z) would overflow. */
  private static double sigmoid(double z) {
    if (z < 0) {
      double e = Math.exp(z);
      return e / (1 + e);
    }
    return 1 / (1 + Math.exp(-z));
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
