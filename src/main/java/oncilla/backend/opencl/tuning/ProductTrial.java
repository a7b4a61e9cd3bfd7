package oncilla.backend.opencl.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import oncilla.backend.Arena;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.tuning.MatmulJudge;

/**
 * An open device with the operands of some products: records variants as plans, and verifies them
 * at awkward small extents and at these.
 */
public final class ProductTrial implements AutoCloseable {
  private final Supplier<OpenClBackend> open;
  private final KernelParameters parameters;
  private final MatmulForm form;
  private final List<MatmulDims> dims;
  private final List<MatmulJudge.Exercise> exercises;
  private final MatmulJudge judge;
  private final List<Product> products = new ArrayList<>();
  private OpenClBackend backend;

  /** The tensors of one product. */
  private record Product(Tensor a, Tensor b, Tensor c) {}

  /**
   * Opens the device.
   *
   * @param open the device, as often as needed
   * @param parameters of everything but matrix products
   * @param exercises one for each of {@code dims}
   */
  ProductTrial(
      Supplier<OpenClBackend> open,
      KernelParameters parameters,
      MatmulForm form,
      List<MatmulDims> dims,
      List<MatmulJudge.Exercise> exercises,
      MatmulJudge judge) {
    this.open = open;
    this.parameters = parameters;
    this.form = form;
    this.dims = List.copyOf(dims);
    this.exercises = List.copyOf(exercises);
    this.judge = judge;
    load();
  }

  private void load() {
    backend = open.get();
    products.clear();
    Arena arena = backend.newArena();
    for (int i = 0; i < dims.size(); i++) {
      Tensor a = arena.allocate(ElementType.REAL, dims.get(i).a(form));
      Tensor b = arena.allocate(ElementType.REAL, dims.get(i).b(form));
      backend.upload(exercises.get(i).a(), a);
      backend.upload(exercises.get(i).b(), b);
      products.add(new Product(a, b, arena.allocate(ElementType.REAL, dims.get(i).c())));
    }
  }

  /** Opens the device anew, after which all entrants of before are gone. */
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

  private KernelParameters with(MatmulVariant variant) {
    return parameters.withMatmul(MatmulTable.always(variant));
  }

  /** Records the variant's plans. */
  Entrant enter(MatmulVariant variant) {
    Entrant entrant = new Entrant(variant, dims.size());
    try {
      for (Product each : products) {
        entrant.add(
            backend.record(
                with(variant), ops -> ops.matmul(form, 1, each.a(), each.b(), each.c())));
      }
    } catch (RuntimeException failure) {
      entrant.close();
      throw failure;
    }
    return entrant;
  }

  /** What is wrong with the entrant's products, in one line, or empty. */
  Optional<String> fault(Entrant entrant) {
    Optional<String> small = judge.products(backend, backend.ops(with(entrant.variant())), form);
    if (small.isPresent()) {
      return small;
    }
    for (int i = 0; i < dims.size(); i++) {
      Tensor c = products.get(i).c();
      double[] values = new double[Math.toIntExact(c.shape().size())];
      // What is not written is not the result of the variant before.
      Arrays.fill(values, Double.NaN);
      backend.upload(values, c);
      entrant.plan(i).run();
      backend.download(c, values);
      Optional<String> fault = exercises.get(i).fault(values);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  /** Forward layers add the bias where the product is stored; that is another program. */
  Optional<String> epilogueFault(MatmulVariant variant) {
    return form == MatmulForm.NT
        ? judge.layers(backend, backend.ops(with(variant)))
        : Optional.empty();
  }

  @Override
  public void close() {
    backend.close();
  }
}
