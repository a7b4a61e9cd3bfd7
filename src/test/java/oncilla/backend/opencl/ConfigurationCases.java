package oncilla.backend.opencl;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import oncilla.backend.Ops;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.check.op.OpCase;

/**
 * Which cases of the table a configuration is checked with. Variants that differ only in how they
 * multiply matrices compile the same kernels for everything else and launch them in the same way:
 * the first of them runs every case, and each further one the cases that may have a product in
 * them. What is alike is found from the parameters, so a variant that comes to differ runs every
 * case again.
 *
 * @param configuration what is checked
 * @param alike the configuration that runs all cases, where this one need not
 */
public record ConfigurationCases(
    OpenClConfiguration configuration, Optional<OpenClConfiguration> alike) {
  private static final MatmulTable ANY_PRODUCTS = MatmulTable.always(new DirectMatmul(1, 1, 1, 4));

  /** The configurations, in this order, each with what those before it leave to be checked. */
  public static List<ConfigurationCases> of(List<OpenClConfiguration> configurations) {
    List<ConfigurationCases> all = new ArrayList<>();
    for (OpenClConfiguration one : configurations) {
      Optional<OpenClConfiguration> alike =
          all.stream()
              .filter(earlier -> earlier.alike.isEmpty())
              .map(ConfigurationCases::configuration)
              .filter(earlier -> differOnlyInProducts(earlier, one))
              .findFirst();
      all.add(new ConfigurationCases(one, alike));
    }
    return all;
  }

  private static boolean differOnlyInProducts(OpenClConfiguration a, OpenClConfiguration b) {
    Optional<KernelParameters> others = withoutProducts(a);
    return a.binding().equals(b.binding())
        && a.precision() == b.precision()
        && others.isPresent()
        && others.equals(withoutProducts(b));
  }

  /** Empty where they are the device's own. */
  private static Optional<KernelParameters> withoutProducts(OpenClConfiguration one) {
    return one.variant().forced(one.precision()).map(it -> it.withMatmul(ANY_PRODUCTS));
  }

  /** Those of {@code table} that this configuration is to run. */
  public List<OpCase> among(List<OpCase> table) {
    return table.stream().filter(one -> alike.isEmpty() || mayHaveProducts(one)).toList();
  }

  /** The product itself and every operation that is made of others. */
  public static boolean mayHaveProducts(OpCase one) {
    return one.op().equals("matmul") || composites().contains(one.op());
  }

  /** The operations with a body over the primitives. */
  public static Set<String> composites() {
    return Arrays.stream(Ops.class.getMethods())
        .filter(Method::isDefault)
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return configuration
        + alike.map(it -> ", operations with products (all else as " + it + ")").orElse("");
  }
}
