package oncilla.backend.ejml;

import oncilla.backend.ParameterUpdate;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;

/**
 * The update of all parameters by a rule, on gradients that have their L2 term.
 *
 * @param rule how gradients change parameters
 * @param update what it works on
 * @param state gives the rate, the step and the first bad step, which may be modified
 * @param precision that results are rounded to
 */
record EjmlUpdate(UpdateRule rule, ParameterUpdate update, EjmlState state, Precision precision)
    implements Runnable {
  @Override
  public void run() {
    DMatrixRMaj gradient = clipped(read(update.gradients()));
    if (!state.isGood()) {
      return;
    }
    DMatrixRMaj theta = read(update.parameters());
    DMatrixRMaj moved =
        rule.choose(
            descent -> against(gradient, theta),
            momentum -> against(direction(momentum, gradient), theta),
            adam -> adam(adam, gradient, theta));
    write(moved, update.parameters());
  }

  /** What the rule is applied to; a norm that is not finite makes the step a bad one. */
  private DMatrixRMaj clipped(DMatrixRMaj gradient) {
    if (update.clipping().isEmpty()) {
      return gradient;
    }
    ParameterUpdate.Clipping clipping = update.clipping().get();
    DMatrixRMaj norm = new DMatrixRMaj(1, 1);
    norm.set(0, Math.sqrt(VectorVectorMult_DDRM.innerProd(gradient, gradient)));
    write(norm, clipping.norm());
    double stored = ((EjmlTensor) clipping.norm()).scalar();
    if (!Double.isFinite(stored)) {
      state.markBad();
      return gradient;
    }
    DMatrixRMaj clipped = gradient.copy();
    CommonOps_DDRM.scale(clipping.factor(stored), clipped);
    return clipped;
  }

  /** θ − rate · direction. */
  private DMatrixRMaj against(DMatrixRMaj direction, DMatrixRMaj theta) {
    DMatrixRMaj moved = theta.createLike();
    CommonOps_DDRM.add(theta, -state.learningRate(), direction, moved);
    return moved;
  }

  /** What a step goes along, against the rate; the velocity is brought up to date. */
  private DMatrixRMaj direction(UpdateRule.Momentum rule, DMatrixRMaj gradient) {
    Tensor velocity = update.moments().get(0);
    DMatrixRMaj moved = gradient.createLike();
    CommonOps_DDRM.add(gradient, rule.momentum(), read(velocity), moved);
    write(moved, velocity);
    if (!rule.nesterov()) {
      return read(velocity);
    }
    DMatrixRMaj ahead = gradient.createLike();
    CommonOps_DDRM.add(gradient, rule.momentum(), read(velocity), ahead);
    return ahead;
  }

  /** The new parameters; both moments are brought up to date. */
  private DMatrixRMaj adam(UpdateRule.Adam rule, DMatrixRMaj gradient, DMatrixRMaj theta) {
    DMatrixRMaj squares = gradient.copy();
    CommonOps_DDRM.elementPower(gradient, 2, squares);
    DMatrixRMaj first = mean(rule.beta1(), update.moments().get(0), gradient);
    DMatrixRMaj second = mean(rule.beta2(), update.moments().get(1), squares);
    long t = state.step() + 1;
    double rate = state.learningRate();
    double length = rate / UpdateRule.Adam.correction(rule.beta1(), t);
    double root = Math.sqrt(UpdateRule.Adam.correction(rule.beta2(), t));
    DMatrixRMaj moved = theta.copy();
    CommonOps_DDRM.scale(1 - rate * rule.weightDecay(), moved);
    for (int i = 0; i < moved.getNumElements(); i++) {
      double denominator = Math.sqrt(second.get(i)) / root + rule.epsilon();
      moved.set(i, moved.get(i) - length * first.get(i) / denominator);
    }
    return moved;
  }

  /** moment = β · moment + (1 − β) · value, as it is stored. */
  private DMatrixRMaj mean(double beta, Tensor moment, DMatrixRMaj value) {
    DMatrixRMaj moved = value.createLike();
    CommonOps_DDRM.add(beta, read(moment), 1 - beta, value, moved);
    write(moved, moment);
    return read(moment);
  }

  private static DMatrixRMaj read(Tensor tensor) {
    return Matrices.read(((EjmlTensor) tensor).matrix());
  }

  private void write(DMatrixRMaj computed, Tensor tensor) {
    EjmlTensor target = (EjmlTensor) tensor;
    Matrices.write(computed, target.matrix());
    target.round(precision);
  }
}
