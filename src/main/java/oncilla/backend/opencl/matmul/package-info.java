/**
 * Matrix products. A {@link oncilla.backend.opencl.matmul.MatmulVariant} is one way to compute a
 * product, in one of three families with a kernel file each: {@link
 * oncilla.backend.opencl.matmul.TiledMatmul} for GPUs, {@link
 * oncilla.backend.opencl.matmul.PackedMatmul} and {@link
 * oncilla.backend.opencl.matmul.DirectMatmul} for CPU devices. A table says which variant computes
 * which form and class of shapes ({@link oncilla.backend.opencl.matmul.ShapeClass}); until a device
 * is tuned, the table follows from what kind of device it is. The kernels are in {@code
 * kernels/matmul/}.
 */
package oncilla.backend.opencl.matmul;
