package oncilla.io;

import java.nio.ByteBuffer;
import oncilla.backend.Precision;

/** Element types of tensors in files, under their safetensors names. */
enum DType {
  /** IEEE 754 binary32. */
  F32(Float.BYTES),
  /** IEEE 754 binary64. */
  F64(Double.BYTES);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** The type that holds numbers of this precision exactly. */
  static DType of(Precision precision) {
    return precision == Precision.FP32 ? F32 : F64;
  }

  /** The precision whose numbers this type holds. */
  Precision precision() {
    return this == F32 ? Precision.FP32 : Precision.FP64;
  }

  double get(ByteBuffer from) {
    return this == F32 ? from.getFloat() : from.getDouble();
  }

  void put(double value, ByteBuffer to) {
    if (this == F32) {
      to.putFloat((float) value);
    } else {
      to.putDouble(value);
    }
  }
}
