package oncilla.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Dropout;
import oncilla.backend.LossWeights;
import oncilla.backend.Precision;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClKernel;

/**
 * One kernel launch, complete: program, kernel, arguments, work sizes. Arguments are given in the
 * order of the kernel's parameters; a tensor is two of them, its buffer and its first element.
 */
public final class Launch {
  private final ProgramKey program;
  private final String kernel;
  private final NdRange range;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<OpenClArena> arenas = new ArrayList<>();
  private String mode = "";
  private long length = 1;
  private boolean helper;
  private long bytes;
  private double operations;

  private interface Argument {
    /** Sets itself at {@code index} and returns the next index. */
    int set(ClKernel target, int index);
  }

  /** A launch of the function {@code kernel} of {@code program}, which has no arguments yet. */
  public Launch(ProgramKey program, String kernel, NdRange range) {
    this.program = program;
    this.kernel = kernel;
    this.range = range;
  }

  /** The program that the kernel is in. */
  public ProgramKey program() {
    return program;
  }

  /** The name of the kernel's function. */
  public String kernel() {
    return kernel;
  }

  /** Work items and groups. */
  public NdRange range() {
    return range;
  }

  /** Which of several things the kernel does, where an argument says so; else empty. */
  public String mode() {
    return mode;
  }

  /** How long its longest sum or loop is; 1 where there is none. */
  public long length() {
    return length;
  }

  /** Names what the kernel does, where it does several things and an argument says which. */
  public Launch mode(String value) {
    mode = value;
    return this;
  }

  /** Says how long the longest sum or loop of a work item is. */
  public Launch length(long value) {
    length = value;
    return this;
  }

  /**
   * Whether it prepares or ends what other kernels compute, and so is used by several operations.
   */
  public boolean isHelper() {
    return helper;
  }

  /** Says that its kernel helps others. */
  public Launch helping() {
    helper = true;
    return this;
  }

  /** Whose tensors it uses, with repetitions. */
  public List<OpenClArena> arenas() {
    return arenas;
  }

  /**
   * Bytes that must be moved: those of every tensor and buffer that is given, once, and once more
   * where the kernel writes what it read.
   */
  public long bytes() {
    return bytes;
  }

  /** Operations of its matrix products, a multiply-add counting as two; 0 where it has none. */
  public double operations() {
    return operations;
  }

  /** Says how many operations its matrix products have. */
  public Launch operations(double value) {
    operations = value;
    return this;
  }

  /** A tensor that the kernel reads and writes. */
  public Launch changed(OpenClTensor tensor) {
    bytes += tensor.bytes();
    return tensor(tensor);
  }

  /** A tensor of which the kernel reads so many bytes. */
  public Launch partly(OpenClTensor tensor, long read) {
    bytes += read - tensor.bytes();
    return tensor(tensor);
  }

  /** A tensor that stands where the kernel uses none. */
  public Launch unused(OpenClTensor tensor) {
    return partly(tensor, 0);
  }

  /** A tensor: buffer and {@code ulong} offset. */
  public Launch tensor(OpenClTensor tensor) {
    bytes += tensor.bytes();
    ClBuffer buffer = tensor.buffer();
    long offset = tensor.offset();
    arenas.add(tensor.arena());
    arguments.add(
        (target, index) -> {
          target.setBuffer(index, buffer);
          target.setLong(index + 1, offset);
          return index + 2;
        });
    return this;
  }

  /** A buffer used from its start to its end. */
  public Launch buffer(ClBuffer buffer) {
    return buffer(buffer, buffer.bytes());
  }

  /** A buffer used from its start, of which so many bytes are moved. */
  public Launch buffer(ClBuffer buffer, long moved) {
    bytes += moved;
    arguments.add(
        (target, index) -> {
          target.setBuffer(index, buffer);
          return index + 1;
        });
    return this;
  }

  /** A {@code long} or {@code ulong}. */
  public Launch integer(long value) {
    arguments.add(
        (target, index) -> {
          target.setLong(index, value);
          return index + 1;
        });
    return this;
  }

  /** A {@code uint} whose bits are the low half of {@code value}. */
  public Launch word(long value) {
    arguments.add(
        (target, index) -> {
          target.setInt(index, (int) value);
          return index + 1;
        });
    return this;
  }

  /** A {@code real}. */
  public Launch real(Precision precision, double value) {
    arguments.add(
        (target, index) -> {
          if (precision == Precision.FP64) {
            target.setDouble(index, value);
          } else {
            target.setFloat(index, (float) value);
          }
          return index + 1;
        });
    return this;
  }

  /**
   * The arguments that a kernel needs to draw a mask and apply it, in the order that all such
   * kernels have them in.
   */
  public Launch dropoutArguments(Dropout dropout, Precision precision) {
    return maskArguments(dropout).real(precision, dropout.keepProbability());
  }

  /** The arguments that a kernel needs to draw a mask. */
  public Launch maskArguments(Dropout dropout) {
    return word(dropout.seed())
        .word(dropout.layer())
        .word(dropout.threshold())
        .integer(dropout.firstElement())
        .tensor(OpenClTensor.own(dropout.state().counters()))
        .tensor(OpenClTensor.own(dropout.mask()));
  }

  /** The arguments that a kernel needs to weigh examples and smooth labels. */
  public Launch lossArguments(Precision precision, LossWeights weights) {
    return real(precision, 1 - weights.smoothing())
        .real(precision, weights.smoothing() / 2)
        .real(precision, weights.negative())
        .real(precision, weights.positive());
  }

  /** The same launch of the kernel of this name in another program. */
  public Launch of(ProgramKey other) {
    Launch same = new Launch(other, kernel, range);
    same.arguments.addAll(arguments);
    same.arenas.addAll(arenas);
    same.helper = helper;
    same.bytes = bytes;
    same.operations = operations;
    return same.mode(mode).length(length);
  }

  /** Binds all arguments to {@code target}. */
  public void bind(ClKernel target) {
    int index = 0;
    for (Argument argument : arguments) {
      index = argument.set(target, index);
    }
  }
}
