package oncilla.backend.opencl.matmul;

import java.util.Map;
import oncilla.backend.opencl.launch.LaunchSink;

/** One way to compute a matrix product: a kernel, its macros and its work sizes. */
public sealed interface MatmulVariant permits DirectMatmul, PackedMatmul, TiledMatmul {
  /** Submits the launches of {@code call}. */
  void submit(MatmulCall call, LaunchSink sink);

  /** The kernel file. */
  String file();

  /** The kernel's name. */
  String kernel();

  /** The macros that are this variant's parameters. */
  Map<String, Integer> macros();
}
