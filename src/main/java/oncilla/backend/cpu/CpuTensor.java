package oncilla.backend.cpu;

import java.nio.ByteBuffer;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.host.HostArena;
import oncilla.backend.host.HostTensor;

/** A piece of native memory. */
final class CpuTensor extends HostTensor {
  private static final int WITHIN = (1 << NativeMemory.WINDOW_BITS) - 1;

  private final ByteBuffer[] windows;
  private final Reals reals;

  /** The elements of {@code allocation} from element {@code offset} on. */
  CpuTensor(HostArena arena, Shape shape, CpuMemory.Elements allocation, long offset) {
    super(arena, allocation.type(), shape, allocation, offset);
    ElementType type = allocation.type();
    NativeMemory memory = allocation.memory();
    Precision precision = arena.owner().precision();
    long start = offset * type.bytes(precision);
    windows = memory.windows(start, shape.size() * type.bytes(precision));
    reals =
        type != ElementType.REAL
            ? null
            : precision == Precision.FP32
                ? new Floats(windows, memory.at(start))
                : new Doubles(windows, memory.at(start));
  }

  /**
   * A tensor of this backend as what it is; that it is one was checked with its shape.
   *
   * @throws IllegalStateException if the tensor's arena is closed
   */
  static CpuTensor own(Tensor tensor) {
    return ((CpuTensor) tensor).open();
  }

  /** The numbers of such a tensor, which is REAL. */
  static Reals reals(Tensor tensor) {
    return ((CpuTensor) tensor).reals();
  }

  /** This tensor, if its memory may still be used; every operation asks before it touches it. */
  CpuTensor open() {
    requireOpen();
    return this;
  }

  /** The numbers of a REAL tensor whose memory may still be used. */
  Reals reals() {
    requireOpen();
    return reals;
  }

  /** An element of a U8 tensor. */
  byte u8(long index) {
    return windows[(int) (index >>> NativeMemory.WINDOW_BITS)].get((int) index & WITHIN);
  }

  /** The part of the memory that holds a byte. */
  ByteBuffer bytes(long index) {
    return windows[(int) (index >>> NativeMemory.WINDOW_BITS)];
  }

  /** Where a byte lies in {@link #bytes}. */
  static int within(long index) {
    return (int) index & WITHIN;
  }

  /** How many of the next {@code count} bytes lie in {@link #bytes} of the byte {@code index}. */
  static int lengthWithin(long index, int count) {
    return Math.min(count, WITHIN + 1 - within(index));
  }

  /** Stores an element of a U8 tensor. */
  void u8(long index, byte value) {
    windows[(int) (index >>> NativeMemory.WINDOW_BITS)].put((int) index & WITHIN, value);
  }

  /** An element of an I32 tensor. */
  int i32(long index) {
    long at = index << 2;
    return windows[(int) (at >>> NativeMemory.WINDOW_BITS)].getInt((int) at & WITHIN);
  }

  /** Stores an element of an I32 tensor. */
  void i32(long index, int value) {
    long at = index << 2;
    windows[(int) (at >>> NativeMemory.WINDOW_BITS)].putInt((int) at & WITHIN, value);
  }

  /** An element of an I64 tensor. */
  long i64(long index) {
    long at = index << 3;
    return windows[(int) (at >>> NativeMemory.WINDOW_BITS)].getLong((int) at & WITHIN);
  }

  /** Stores an element of an I64 tensor. */
  void i64(long index, long value) {
    long at = index << 3;
    windows[(int) (at >>> NativeMemory.WINDOW_BITS)].putLong((int) at & WITHIN, value);
  }

  @Override
  protected void write(double[] values) {
    for (int i = 0; i < values.length; i++) {
      reals.set(i, values[i]);
    }
  }

  @Override
  protected void write(byte[] values) {
    for (int i = 0; i < values.length; i++) {
      u8(i, values[i]);
    }
  }

  @Override
  protected void write(int[] values) {
    for (int i = 0; i < values.length; i++) {
      i32(i, values[i]);
    }
  }

  @Override
  protected void write(long[] values) {
    for (int i = 0; i < values.length; i++) {
      i64(i, values[i]);
    }
  }

  @Override
  protected void read(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = reals.get(i);
    }
  }

  @Override
  protected void read(byte[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = u8(i);
    }
  }

  @Override
  protected void read(int[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = i32(i);
    }
  }

  @Override
  protected void read(long[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = i64(i);
    }
  }
}
