package oncilla.backend.opencl.tuning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.device.DeviceChoice;
import oncilla.backend.opencl.device.DeviceSelection;
import oncilla.backend.opencl.matmul.MatmulFamilies;
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.tuning.MatmulVerifier;
import oncilla.backend.tuning.Tuner;
import oncilla.backend.tuning.TuningProgress;
import oncilla.backend.tuning.TuningRequest;
import oncilla.backend.tuning.TuningRow;
import oncilla.cl.ClDrivers;

/**
 * Tunes the matrix products of one device, one kind of product after the other. Each kind gets a
 * part of the time that is left, an equal one or as a step has work in it; the variant that was
 * best for one kind is the first candidate for the next. The extents at which a class is timed are
 * in {@link TuningTask}, the candidates in {@link MatmulFamilies}, their order in {@link
 * TuningSearch}, the measurement in {@link CandidateComparison}.
 */
public final class Autotuner implements Tuner {
  /** Extents at which a kind of product of a step is timed. */
  private static final int MOST_EXTENTS = 3;

  /** Of the time, for what has next to no work. */
  private static final double LEAST_SHARE = 0.02;

  private final DeviceSelection selection;
  private final TuningDatabase database;
  private final LongSupplier nanoClock;
  private final List<MatmulFamily<?>> families;

  /** With the bindings on the class path and this user's files. */
  public Autotuner() {
    this(
        new DeviceSelection(ClDrivers::named),
        TuningDatabase.ofUser(),
        System::nanoTime,
        MatmulFamilies.all());
  }

  /**
   * Tunes the devices of {@code selection}.
   *
   * @param database what their backends use
   * @param nanoClock as {@link System#nanoTime}
   * @param families where to look
   */
  Autotuner(
      DeviceSelection selection,
      TuningDatabase database,
      LongSupplier nanoClock,
      List<MatmulFamily<?>> families) {
    this.selection = selection;
    this.database = database;
    this.nanoClock = nanoClock;
    this.families = List.copyOf(families);
  }

  @Override
  public String backend() {
    return BackendProvider.OPENCL;
  }

  @Override
  public Optional<Path> userFile() {
    return database.userFile();
  }

  @Override
  public List<String> shapeClasses() {
    return Arrays.stream(ShapeClass.values()).map(TuningEntry.Product::label).toList();
  }

  @Override
  public String status(BackendRequest request) {
    TuningTask.Target target = target(request);
    try {
      return database.choose(target.device(), target.precision()).summary();
    } catch (BackendException damaged) {
      return damaged.getMessage();
    }
  }

  private TuningTask.Target target(BackendRequest request) {
    DeviceChoice.Found found = selection.choose(request).orThrow();
    return new TuningTask.Target(found.driver(), found.device(), found.precision());
  }

  @Override
  public List<TuningRow> tune(
      TuningRequest request, MatmulVerifier verifier, TuningProgress progress) {
    Set<ShapeClass> classes = new LinkedHashSet<>();
    for (ShapeClass shape : ShapeClass.values()) {
      if (request.shapeClasses().contains(TuningEntry.Product.label(shape))) {
        classes.add(shape);
      }
    }
    if (classes.size() < request.shapeClasses().size()) {
      throw new IllegalArgumentException(
          "the classes are "
              + String.join(", ", shapeClasses())
              + ", not "
              + request.shapeClasses());
    }
    Deadline deadline = Deadline.in(request.seconds(), nanoClock);
    List<TuningTask> tasks = new ArrayList<>();
    for (Precision precision : request.precisions()) {
      TuningTask.Target target = target(request.target().withPrecision(precision));
      for (ShapeClass shape : classes) {
        for (MatmulForm form : MatmulForm.values()) {
          if (request.forms().contains(form)) {
            task(target, new TuningEntry.Product(precision, form, shape), request.products())
                .ifPresent(tasks::add);
          }
        }
      }
    }
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("the step has no product of these forms and classes");
    }
    // What has most work is tuned first; equal ones stay in their order.
    tasks.sort(Comparator.comparingDouble(TuningTask::weight).reversed());
    return new TuningRun(
            database, families, nanoClock, TuningFile.read(request.file()), verifier, progress)
        .run(tasks, deadline);
  }

  /**
   * The task for a kind of product.
   *
   * @param products what a step has; where there is something, the kind is timed at its largest
   *     products in it, and is none of the tasks where it has none
   */
  static Optional<TuningTask> task(
      TuningTask.Target target, TuningEntry.Product product, List<TuningRequest.Wanted> products) {
    if (products.isEmpty()) {
      return Optional.of(new TuningTask(target, product));
    }
    List<MatmulDims> extents =
        products.stream()
            .filter(each -> each.form() == product.key().form())
            .map(TuningRequest.Wanted::dims)
            .filter(each -> ShapeClass.of(each) == product.key().shape())
            .toList();
    if (extents.isEmpty()) {
      return Optional.empty();
    }
    double all = products.stream().mapToDouble(each -> each.dims().flops()).sum();
    double own = extents.stream().mapToDouble(MatmulDims::flops).sum();
    return Optional.of(
        new TuningTask(
            target,
            product,
            extents.stream()
                .distinct()
                .sorted(Comparator.comparingDouble(MatmulDims::flops).reversed())
                .limit(MOST_EXTENTS)
                .toList(),
            Math.max(LEAST_SHARE, own / all)));
  }
}
