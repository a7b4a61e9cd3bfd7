package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every binding must do with memory, on the machine's first device. */
class BindingTransferTest {
  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void movesTheRemainingBytesToAndFromAnOffset(String binding) {
    try (ClContext context = Bindings.open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClBuffer buffer = context.createBuffer(8)) {
      queue.fillZero(buffer, 0, 8);
      ByteBuffer from = Bindings.host(6).put(new byte[] {9, 1, 2, 3, 4, 9}).position(1).limit(5);
      queue.write(buffer, 3, from);
      assertEquals(1, from.position());
      assertEquals(5, from.limit());

      ByteBuffer all = Bindings.host(8);
      queue.read(buffer, 0, all);
      byte[] bytes = new byte[8];
      all.get(0, bytes);
      assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 3, 4, 0}, bytes);

      ByteBuffer to = Bindings.host(4).position(2);
      queue.read(buffer, 4, to);
      assertArrayEquals(
          new byte[] {0, 0, 2, 3}, new byte[] {to.get(0), to.get(1), to.get(2), to.get(3)});
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void fillsWordsAndSingleBytes(String binding) {
    try (ClContext context = Bindings.open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClBuffer buffer = context.createBuffer(16)) {
      ByteBuffer ones = Bindings.host(16);
      for (int index = 0; index < 16; index++) {
        ones.put(index, (byte) 1);
      }
      queue.write(buffer, 0, ones);
      queue.fillZero(buffer, 4, 8);
      queue.fillZero(buffer, 13, 1);
      ByteBuffer all = Bindings.host(16);
      queue.read(buffer, 0, all);
      byte[] bytes = new byte[16];
      all.get(bytes);
      assertArrayEquals(new byte[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1}, bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void badRangesAndBuffersAreRefused(String binding) {
    try (ClContext context = Bindings.open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClBuffer buffer = context.createBuffer(16)) {
      ClException range =
          assertThrows(ClException.class, () -> queue.write(buffer, 12, Bindings.host(1, 2)));
      assertEquals(
          "clEnqueueWriteBuffer failed with CL_INVALID_VALUE (-30):"
              + " 8 bytes at offset 12 of a buffer of 16 bytes",
          range.getMessage());
      assertThrows(ClException.class, () -> queue.read(buffer, 16, Bindings.host(1)));
      assertThrows(ClException.class, () -> queue.fillZero(buffer, 16, 4));
      assertThrows(
          IllegalArgumentException.class, () -> queue.write(buffer, 0, ByteBuffer.allocate(4)));
      ByteBuffer foreign =
          Bindings.host(4)
              .order(
                  ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                      ? ByteOrder.BIG_ENDIAN
                      : ByteOrder.LITTLE_ENDIAN);
      assertThrows(IllegalArgumentException.class, () -> queue.read(buffer, 0, foreign));

      ClException empty = assertThrows(ClException.class, () -> context.createBuffer(0));
      assertEquals(
          "clCreateBuffer failed with CL_INVALID_BUFFER_SIZE (-61): 0 bytes", empty.getMessage());
    }
  }
}
