package oncilla.backend;

/** What a tensor holds. {@link #REAL} is fp32 or fp64, as its backend's {@link Precision} says. */
public enum ElementType {
  /** Floating point in the backend's precision. */
  REAL,
  /** Unsigned bytes: pixels and dropout masks. */
  U8,
  /** 32-bit integers: row indices. */
  I32,
  /** 64-bit integers: counters. */
  I64;

  /** Bytes of one element on a backend of precision {@code precision}. */
  public int bytes(Precision precision) {
    return switch (this) {
      case REAL -> precision.bytes();
      case U8 -> 1;
      case I32 -> Integer.BYTES;
      case I64 -> Long.BYTES;
    };
  }
}
