package oncilla.backend.opencl.matmul;

import java.util.Map;
import java.util.function.BiConsumer;
import oncilla.backend.opencl.launch.LaunchSink;

/**
 * A variant that launches the kernels it launched for another product; see {@link
 * MatmulVariant#repeating}.
 *
 * @param variant what is repeated
 * @param launches submits the launches of a product
 */
record RepeatedVariant(MatmulVariant variant, BiConsumer<MatmulCall, LaunchSink> launches)
    implements MatmulVariant {
  @Override
  public MatmulFamily<?> family() {
    return variant.family();
  }

  @Override
  public void submit(MatmulCall call, LaunchSink sink) {
    launches.accept(call, sink);
  }

  @Override
  public boolean packsOperands() {
    return variant.packsOperands();
  }

  @Override
  public Map<String, Integer> macros() {
    return variant.macros();
  }

  @Override
  public Map<String, Integer> values() {
    return variant.values();
  }
}
