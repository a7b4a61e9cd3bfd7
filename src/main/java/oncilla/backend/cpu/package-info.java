/**
 * What {@code --backend cpu} opens. Checks never use it as the reference.
 *
 * <p>{@link oncilla.backend.cpu.CpuBackendProvider} chooses between two ways. Where OpenBLAS loads
 * ({@link oncilla.backend.cpu.OpenBlas}), tensors lie in native memory in the run's own precision,
 * products are OpenBLAS's, cut into one share for each core ({@link
 * oncilla.backend.cpu.ParallelGemm}), and the other operations are loops that all cores share, a
 * class for each family of them; {@link oncilla.backend.cpu.CpuOps} is the list of all. Where it
 * does not, or with {@code --cpu-blas ejml}, the backend is one in plain Java, found as a service
 * ({@link oncilla.backend.host.PlainJavaBackend}): slow, but it needs no library.
 *
 * <p>OpenBLAS works on native memory and not on Java arrays because an array would have to be
 * copied for every product, and in fp32 converted: for the first layer of a small net the copy
 * takes about as long as the product, the conversion longer.
 */
package oncilla.backend.cpu;
