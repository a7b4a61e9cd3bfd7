/**
 * Matrix products. A {@link oncilla.backend.opencl.matmul.MatmulVariant} is one way to compute a
 * product, in one of three families with a kernel file each: {@link
 * oncilla.backend.opencl.matmul.TiledMatmul} for GPUs, {@link
 * oncilla.backend.opencl.matmul.PackedMatmul} and {@link
 * oncilla.backend.opencl.matmul.DirectMatmul} for CPU devices. The constant {@code FAMILY} of each
 * declares its parameters, the values to try and what a device must have. The kernels are in {@code
 * kernels/matmul/}.
 *
 * <p>A {@link oncilla.backend.opencl.matmul.MatmulTable} says which variant computes which form and
 * class of extents ({@link oncilla.backend.opencl.matmul.ShapeClass}); until a device is tuned, it
 * follows from what kind of device that is ({@link oncilla.backend.opencl.matmul.TiledDefaults},
 * {@link oncilla.backend.opencl.matmul.PackedDefaults}). A {@link
 * oncilla.backend.opencl.matmul.MatmulCall} is one product to be made, with what is done to it
 * where it is stored. {@code PackedLaunches} packs an operand ahead of its product where the {@link
 * oncilla.backend.opencl.matmul.PackingPlan} estimates that this gains, and an operand that nothing
 * changes once for a plan.
 */
package oncilla.backend.opencl.matmul;
