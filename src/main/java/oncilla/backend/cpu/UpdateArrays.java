package oncilla.backend.cpu;

/**
 * The update of a piece of the parameters by each rule, over arrays: a JIT compiler makes vectors
 * of such loops, and of loops over buffers it does not. Each formula stands here once in each
 * format; in fp32 all of it is computed in fp32, as on a device.
 */
final class UpdateArrays {
  private UpdateArrays() {}

  /**
   * The numbers of Adam for one step.
   *
   * @param factor of the gradients
   * @param new1 1 − β₁
   * @param new2 1 − β₂
   * @param length rate / (1 − β₁ᵗ)
   * @param root √(1 − β₂ᵗ)
   * @param epsilon ε
   * @param decay rate · weight decay
   */
  record Adam(
      double factor,
      double new1,
      double new2,
      double length,
      double root,
      double epsilon,
      double decay) {}

  /**
   * The numbers of momentum for one step.
   *
   * @param factor of the gradients
   * @param mu μ
   * @param rate of the step
   * @param nesterov whether to look ahead
   */
  record Momentum(double factor, double mu, double rate, boolean nesterov) {}

  /** θ, m and v of the first {@code count} parameters after a step of Adam, in fp32. */
  static void adam(float[] theta, float[] g, float[] m, float[] v, int count, Adam step) {
    float factor = (float) step.factor();
    float new1 = (float) step.new1();
    float new2 = (float) step.new2();
    float length = (float) step.length();
    float root = (float) step.root();
    float epsilon = (float) step.epsilon();
    float decay = (float) step.decay();
    for (int i = 0; i < count; i++) {
      float gradient = factor * g[i];
      float mean = m[i] + new1 * (gradient - m[i]);
      float square = v[i] + new2 * (gradient * gradient - v[i]);
      m[i] = mean;
      v[i] = square;
      // 1 − decay would be rounded the same way in each of thousands of steps.
      theta[i] -= decay * theta[i] + length * mean / ((float) Math.sqrt(square) / root + epsilon);
    }
  }

  /** As in fp32, in fp64. */
  static void adam(double[] theta, double[] g, double[] m, double[] v, int count, Adam step) {
    double factor = step.factor();
    double new1 = step.new1();
    double new2 = step.new2();
    double length = step.length();
    double root = step.root();
    double epsilon = step.epsilon();
    double kept = 1 - step.decay();
    for (int i = 0; i < count; i++) {
      double gradient = factor * g[i];
      double mean = m[i] + new1 * (gradient - m[i]);
      double square = v[i] + new2 * (gradient * gradient - v[i]);
      m[i] = mean;
      v[i] = square;
      theta[i] = kept * theta[i] - length * mean / (Math.sqrt(square) / root + epsilon);
    }
  }

  /** θ and the velocities of the first {@code count} parameters after a step, in fp32. */
  static void momentum(float[] theta, float[] g, float[] v, int count, Momentum step) {
    float factor = (float) step.factor();
    float mu = (float) step.mu();
    float rate = (float) step.rate();
    float ofGradient = step.nesterov() ? 1 : 0;
    float ofVelocity = step.nesterov() ? mu : 1;
    for (int i = 0; i < count; i++) {
      float gradient = factor * g[i];
      float velocity = gradient + mu * v[i];
      v[i] = velocity;
      theta[i] -= rate * (ofGradient * gradient + ofVelocity * velocity);
    }
  }

  /** As in fp32, in fp64. */
  static void momentum(double[] theta, double[] g, double[] v, int count, Momentum step) {
    double factor = step.factor();
    double mu = step.mu();
    double rate = step.rate();
    double ofGradient = step.nesterov() ? 1 : 0;
    double ofVelocity = step.nesterov() ? mu : 1;
    for (int i = 0; i < count; i++) {
      double gradient = factor * g[i];
      double velocity = gradient + mu * v[i];
      v[i] = velocity;
      theta[i] -= rate * (ofGradient * gradient + ofVelocity * velocity);
    }
  }
}
