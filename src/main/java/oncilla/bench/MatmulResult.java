package oncilla.bench;

import java.util.OptionalDouble;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;

/**
 * How fast one target multiplies matrices of one shape.
 *
 * @param target name of the target
 * @param precision label of its precision
 * @param form which operand is read transposed
 * @param dims extents m × n × k of the product
 * @param time seconds of one product
 * @param flopsPerSecond 2·m·n·k over the median time
 * @param peakShare the flops per second over the most that the device was measured to do, where
 *     that is known
 * @param error relative error in the Frobenius norm, see {@link SampledError}
 * @param speedOverBaseline how many times as fast as the first target of the same precision
 */
public record MatmulResult(
    String target,
    String precision,
    MatmulForm form,
    MatmulDims dims,
    Statistics time,
    double flopsPerSecond,
    OptionalDouble peakShare,
    double error,
    Statistics speedOverBaseline) {}
