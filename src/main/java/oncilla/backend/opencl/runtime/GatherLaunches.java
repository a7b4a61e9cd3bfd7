package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import oncilla.backend.Augmentation;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.program.ProgramKey;

/**
 * The launches of {@code kernels/gather.cl} and {@code kernels/augment.cl}: the rows of a batch.
 */
final class GatherLaunches {
  private final Precision precision;
  private final KernelParameters parameters;
  private final ProgramKey gather;
  private final ProgramKey augment;

  GatherLaunches(Precision precision, KernelParameters parameters) {
    this.precision = precision;
    this.parameters = parameters;
    int group = parameters.isChunked() ? 1 : parameters.elementwiseGroup();
    this.gather = parameters.program("gather.cl", precision, group);
    this.augment = parameters.program("augment.cl", precision, group);
  }

  /** Row i of {@code out} from row indices[row offset + i] of {@code source}. */
  Launch gather(
      Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out) {
    Launch launch =
        transform
            .augmentation()
            .map(it -> images(it, source, transform, out))
            .orElseGet(() -> elements(source, transform, out));
    launch
        .real(precision, transform.divisor())
        .partly(own(source), out.shape().size() * source.type().bytes(precision))
        .tensor(own(indices))
        .tensor(own(state.counters()));
    transform
        .standardization()
        .ifPresent(it -> launch.tensor(own(it.mean())).tensor(own(it.deviation())));
    return launch.tensor(own(out));
  }

  private Launch elements(Tensor source, InputTransform transform, Tensor out) {
    long size = out.shape().size();
    WorkSplit split =
        WorkSplit.of(parameters, size, parameters.isChunked() ? parameters.vectorWidth() : 1);
    return new Launch(forTransform(gather, transform), named("gather", source), split.range())
        .length(size)
        .integer(size)
        .integer(split.chunk())
        .integer(out.shape().columns());
  }

  private Launch images(
      Augmentation augmentation, Tensor source, InputTransform transform, Tensor out) {
    long pixels = out.shape().rows() * augmentation.height() * augmentation.width();
    WorkSplit split = WorkSplit.of(parameters, pixels, 1);
    boolean photo = augmentation.strength() == Augmentation.Strength.PHOTO;
    ProgramKey program = photo ? augment.with("PHOTO", 1) : augment;
    return new Launch(forTransform(program, transform), named("augment", source), split.range())
        .length(pixels)
        .integer(pixels)
        .integer(split.chunk())
        .word(augmentation.height())
        .word(augmentation.width())
        .word(augmentation.channels())
        .word(augmentation.seed())
        .word(augmentation.shiftX())
        .word(augmentation.shiftY());
  }

  private static ProgramKey forTransform(ProgramKey program, InputTransform transform) {
    ProgramKey picking = transform.staged() ? program.with("STAGED", 1) : program;
    return transform.standardization().isPresent() ? picking.with("STANDARDIZED", 1) : picking;
  }

  private static String named(String kernel, Tensor source) {
    return kernel + (source.type() == ElementType.U8 ? "_u8" : "_real");
  }
}
