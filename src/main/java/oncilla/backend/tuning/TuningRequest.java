package oncilla.backend.tuning;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendRequest;

/**
 * What to tune.
 *
 * @param target the device and binding; its precision is not looked at
 * @param precisions one after the other; one that the device lacks is an error
 * @param forms forms of matrix products
 * @param shapeClasses some of {@link Tuner#shapeClasses}
 * @param products those that a step has: they are what is timed, of forms and classes that are
 *     asked for, and get time as they have work; empty to time each class at extents of its own
 * @param seconds time for all of it, positive
 * @param file whose entries are kept where nothing better is found; need not exist
 */
public record TuningRequest(
    BackendRequest target,
    List<Precision> precisions,
    Set<MatmulForm> forms,
    Set<String> shapeClasses,
    List<Wanted> products,
    double seconds,
    Path file) {
  /**
   * A product that is to be fast.
   *
   * @param form which operand is read transposed
   * @param dims its extents
   */
  public record Wanted(MatmulForm form, MatmulDims dims) {}

  /** Copies the collections and checks that something is asked for. */
  public TuningRequest {
    precisions = List.copyOf(precisions);
    forms = Set.copyOf(forms);
    shapeClasses = Set.copyOf(shapeClasses);
    products = List.copyOf(products);
    if (precisions.isEmpty() || forms.isEmpty() || shapeClasses.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to tune");
    }
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException("the seconds must be positive, not " + seconds);
    }
  }
}
