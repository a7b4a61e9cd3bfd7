package oncilla.report.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import oncilla.report.Curve;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.TrainingListener.ValidationPoint;

/** Remembers the costs and learning curves of a run for its plot. */
public final class CostHistory implements TrainingListener {
  private record Measured(double iteration, CurvePoint point) {}

  private final List<Double> iterations = new ArrayList<>();
  private final List<Double> costs = new ArrayList<>();
  private final List<Double> dataCosts = new ArrayList<>();
  private final List<Measured> points = new ArrayList<>();
  private final List<ValidationPoint> validations = new ArrayList<>();

  @Override
  public void cost(long iteration, double cost, double dataCost) {
    iterations.add((double) iteration);
    costs.add(cost);
    dataCosts.add(dataCost);
  }

  @Override
  public void curves(long iteration, CurvePoint point) {
    points.add(new Measured(iteration, point));
  }

  @Override
  public void validated(ValidationPoint point) {
    validations.add(point);
  }

  /** The curve of the cost J, with a name for the legend. */
  public Curve cost(String name) {
    return new Curve(name, array(iterations), array(costs));
  }

  /**
   * The curves of a cost plot: the cost, the costs on test and validation set where they were
   * measured, and the data cost where it differs from the cost, as with L2. The cost on the
   * validation set is without the L2 term.
   */
  public List<Curve> costs() {
    List<Curve> curves = new ArrayList<>();
    boolean hasL2 = !costs.equals(dataCosts);
    boolean isAlone = points.isEmpty() && validations.isEmpty();
    if (isAlone) {
      curves.add(cost(hasL2 ? "cost J, with L2" : "cost J"));
    } else {
      curves.add(cost("training set" + (hasL2 ? ", with L2" : "")));
      if (!points.isEmpty()) {
        curves.add(measured("test set" + (hasL2 ? ", with L2" : ""), CurvePoint::testCost));
      }
    }
    if (!validations.isEmpty()) {
      curves.add(validated("validation set", ValidationPoint::dataCost));
    }
    if (hasL2) {
      String name = isAlone ? "cross-entropy alone" : "training set, cross-entropy alone";
      curves.add(new Curve(name, array(iterations), array(dataCosts)));
    }
    return curves;
  }

  /** The curves of the accuracies on each set; none where they were not measured. */
  public List<Curve> accuracies() {
    List<Curve> curves = new ArrayList<>();
    if (!points.isEmpty()) {
      curves.add(measured("training set", CurvePoint::trainAccuracy));
      curves.add(measured("test set", CurvePoint::testAccuracy));
    }
    if (!validations.isEmpty()) {
      curves.add(validated("validation set", ValidationPoint::accuracy));
    }
    return curves;
  }

  private Curve validated(String name, ToDoubleFunction<ValidationPoint> value) {
    return new Curve(
        name,
        validations.stream().mapToDouble(ValidationPoint::iteration).toArray(),
        validations.stream().mapToDouble(value).toArray());
  }

  private Curve measured(String name, ToDoubleFunction<CurvePoint> value) {
    return new Curve(
        name,
        points.stream().mapToDouble(Measured::iteration).toArray(),
        points.stream().map(Measured::point).mapToDouble(value).toArray());
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
