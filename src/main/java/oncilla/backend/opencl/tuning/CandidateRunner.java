package oncilla.backend.opencl.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import oncilla.backend.Arena;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.tuning.MatmulVerifier;
import oncilla.base.Closing;

/**
 * Runs candidates on a device of its own: holds the operands of some products, records a
 * candidate's products as plans, and verifies them, at awkward small extents and at those of the
 * plans.
 */
final class CandidateRunner implements AutoCloseable {
  private final Supplier<OpenClBackend> open;
  private final KernelParameters parameters;
  private final MatmulTable.Key key;
  private final List<MatmulDims> dims;
  private final List<MatmulVerifier.Exercise> exercises;
  private final MatmulVerifier verifier;
  private final List<Product> products = new ArrayList<>();
  private OpenClBackend backend;

  /**
   * The tensors of one product.
   *
   * @param right the product as a variant computed it that was verified; zero before
   * @param sum one number
   */
  private record Product(Tensor a, Tensor b, Tensor c, Tensor right, Tensor sum) {}

  /** A variant with a recorded plan and a measured time for each of the products. */
  static final class Candidate implements AutoCloseable {
    private final MatmulVariant variant;
    private final List<Plan> plans = new ArrayList<>();
    private final double[] seconds;

    private Candidate(MatmulVariant variant, int products) {
      this.variant = variant;
      this.seconds = new double[products];
    }

    MatmulVariant variant() {
      return variant;
    }

    /** The plan that computes one of the products. */
    Plan plan(int product) {
      return plans.get(product);
    }

    /** Seconds of one run of a product's plan as measured last; 0 before the first measurement. */
    double seconds(int product) {
      return seconds[product];
    }

    void measured(int product, double value) {
      seconds[product] = value;
    }

    /** Takes the times that the same variant had before the device was opened anew. */
    void measuredAs(Candidate before) {
      System.arraycopy(before.seconds, 0, seconds, 0, seconds.length);
    }

    @Override
    public void close() {
      DeviceCalls.run(() -> Closing.all(plans));
    }
  }

  /**
   * Opens the device.
   *
   * @param open opens the device, as often as needed
   * @param parameters of everything but the products that are asked for
   * @param key form, precision and layout of the products
   * @param dims extents of each product
   * @param exercises operands of each product
   * @param verifier decides whether results are right
   */
  CandidateRunner(
      Supplier<OpenClBackend> open,
      KernelParameters parameters,
      MatmulTable.Key key,
      List<MatmulDims> dims,
      List<MatmulVerifier.Exercise> exercises,
      MatmulVerifier verifier) {
    this.open = open;
    this.parameters = parameters;
    this.key = key;
    this.dims = List.copyOf(dims);
    this.exercises = List.copyOf(exercises);
    this.verifier = verifier;
    load();
  }

  private void load() {
    backend = open.get();
    try {
      products.clear();
      Arena arena = backend.newArena();
      for (int i = 0; i < dims.size(); i++) {
        Tensor a = arena.allocate(ElementType.REAL, dims.get(i).a(key.form()));
        Tensor b = arena.allocate(ElementType.REAL, dims.get(i).b(key.form()));
        backend.upload(exercises.get(i).a(), a);
        backend.upload(exercises.get(i).b(), b);
        Tensor c = arena.allocate(ElementType.REAL, dims.get(i).c());
        Tensor right = arena.allocate(ElementType.REAL, dims.get(i).c());
        Tensor sum = arena.allocate(ElementType.REAL, Shape.of(1, 1));
        products.add(new Product(a, b, c, right, sum));
      }
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, backend);
      throw failure;
    }
  }

  /**
   * Closes the device and opens it anew. The candidates recorded so far are closed with it.
   *
   * @param because why; a failure to close is added to it
   */
  void reopen(BackendException because) {
    try {
      backend.close();
    } catch (RuntimeException consequence) {
      // What broke the device is reported; that it cannot be left in order follows from it.
      because.addSuppressed(consequence);
    }
    load();
  }

  /** The extents of the products. */
  List<MatmulDims> dims() {
    return dims;
  }

  /** Waits until everything that was run is done. */
  void synchronize() {
    backend.synchronize();
  }

  /** Parameters with which {@code variant} computes all products, of every form and class. */
  private KernelParameters with(MatmulVariant variant) {
    Map<MatmulTable.Key, MatmulVariant> variants = new HashMap<>(parameters.matmul().variants());
    for (MatmulForm form : MatmulForm.values()) {
      for (ShapeClass shape : ShapeClass.values()) {
        variants.put(new MatmulTable.Key(form, shape, key.precision(), key.layout()), variant);
      }
    }
    return parameters.withMatmul(new MatmulTable(variants, Map.of())).with(key.precision());
  }

  /** Records the plans of {@code variant}, one for each product. */
  Candidate record(MatmulVariant variant) {
    Candidate candidate = new Candidate(variant, products.size());
    try {
      for (Product each : products) {
        candidate.plans.add(
            backend.record(
                with(variant), ops -> ops.matmul(key.form(), 1, each.a(), each.b(), each.c())));
      }
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, candidate);
      throw failure;
    }
    return candidate;
  }

  /**
   * Keeps the candidate's products: what is right, to compare others with on the device.
   *
   * @param candidate was verified
   */
  void keep(Candidate candidate) {
    for (int i = 0; i < dims.size(); i++) {
      Product product = products.get(i);
      candidate.plan(i).run();
      // Zero, whatever it was, and then what the plan computed.
      backend.upload(new double[Math.toIntExact(product.right().shape().size())], product.right());
      backend.ops().addScaled(1, product.c(), product.right());
    }
  }

  /**
   * What differs from the products that were kept, in one line; empty if nothing does beyond
   * rounding: ‖C − right‖ ≤ (8·√k + 4)·u·‖right‖, Frobenius norms, u the unit roundoff. One number
   * is read for each product, so this is cheap where {@link #fault} is not. An element that is
   * wrong by its own size is found among 10⁹ others, one that nobody wrote always.
   */
  Optional<String> difference(Candidate candidate) {
    for (int i = 0; i < dims.size(); i++) {
      Product product = products.get(i);
      // What is not written is not the result of the variant before.
      backend.ops().addScaled(Double.NaN, product.right(), product.c());
      candidate.plan(i).run();
      backend.ops().addScaled(-1, product.right(), product.c());
      double distance = norm(product.c(), product.sum());
      double allowed =
          (8 * Math.sqrt(dims.get(i).k()) + 4)
              * backend.precision().unitRoundoff()
              * norm(product.right(), product.sum());
      if (!(distance <= allowed)) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%d x %d x %d: %.3g from the verified product, allowed %.3g",
                dims.get(i).m(),
                dims.get(i).n(),
                dims.get(i).k(),
                distance,
                allowed));
      }
    }
    return Optional.empty();
  }

  private double norm(Tensor x, Tensor sum) {
    double[] squares = new double[1];
    backend.ops().l2Penalty(1, x, sum);
    backend.download(sum, squares);
    return Math.sqrt(squares[0]);
  }

  /** What is wrong with the candidate's products, in one line; empty if they are right. */
  Optional<String> fault(Candidate candidate) {
    Optional<String> small =
        verifier.products(backend, backend.ops(with(candidate.variant())), key.form());
    if (small.isPresent()) {
      return small;
    }
    for (int i = 0; i < dims.size(); i++) {
      Tensor c = products.get(i).c();
      double[] values = new double[Math.toIntExact(c.shape().size())];
      // What is not written is not the result of the variant before.
      Arrays.fill(values, Double.NaN);
      backend.upload(values, c);
      candidate.plan(i).run();
      backend.download(c, values);
      Optional<String> fault = exercises.get(i).fault(values);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  /**
   * What is wrong with forward layers, in one line; empty if they are right. They add the bias
   * where the product is stored, which is another program than that of a bare product.
   */
  Optional<String> epilogueFault(MatmulVariant variant) {
    return key.form() == MatmulForm.NT
        ? verifier.layers(backend, backend.ops(with(variant)))
        : Optional.empty();
  }

  @Override
  public void close() {
    backend.close();
  }
}
