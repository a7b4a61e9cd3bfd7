/**
 * The OpenCL backend: hand-written kernels from {@code kernels/} behind {@link
 * oncilla.backend.Ops}. Its rooms are a stair, and each knows only those below it:
 *
 * <ul>
 *   <li>{@code tuning} finds, keeps and looks up the fastest matrix products of a device;
 *   <li>{@code runtime} has the backend, its operations and plans, and the launches of each kernel
 *       file but those of matrix products;
 *   <li>{@code verification} decides which kernels are trusted;
 *   <li>{@code matmul} has the variants of matrix products, and the table that says which of them
 *       computes which product;
 *   <li>{@code launch} is one kernel launch, and the memory it works on;
 *   <li>{@code program} compiles kernels, and keeps what was compiled between processes;
 *   <li>{@code device} lists devices and chooses one.
 * </ul>
 *
 * <p>{@link oncilla.backend.opencl.OpenClBackendProvider} stands above them: it finds the device
 * that a request means, looks up what was tuned for it, and opens the backend.
 *
 * <p>An operation becomes one {@code Launch} or a few (program, macros, arguments, work size). A
 * {@code LaunchSink} enqueues a launch at once or keeps it for a plan; a plan's launches each own a
 * kernel object with its arguments bound, so a replay is a loop of bare enqueues. Composites that
 * hold up a step are fused where that measured faster: bias, activation and dropout where a product
 * is stored, and all {@code NarrowLayers} at the end of a net in two launches.
 *
 * <p>The device is reached through {@link oncilla.cl} only, so every class here works with every
 * binding; its failures leave as {@link oncilla.backend.BackendException}, since whoever uses a
 * backend knows no {@code cl}.
 */
package oncilla.backend.opencl;
