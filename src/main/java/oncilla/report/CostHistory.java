package oncilla.report;

import java.util.ArrayList;
import java.util.List;
import oncilla.train.TrainingListener;

/** Remembers the costs of a run for its plot. */
public final class CostHistory implements TrainingListener {
  private final List<Double> iterations = new ArrayList<>();
  private final List<Double> costs = new ArrayList<>();
  private final List<Double> dataCosts = new ArrayList<>();

  @Override
  public void cost(long iteration, double cost, double dataCost) {
    iterations.add((double) iteration);
    costs.add(cost);
    dataCosts.add(dataCost);
  }

  /** The cost, and the data cost too where the two differ, as they do with L2. */
  public List<CostCurve> curves() {
    if (costs.equals(dataCosts)) {
      return List.of(new CostCurve("cost J", array(iterations), array(costs)));
    }
    return List.of(
        new CostCurve("cost J, with L2", array(iterations), array(costs)),
        new CostCurve("cross-entropy alone", array(iterations), array(dataCosts)));
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
