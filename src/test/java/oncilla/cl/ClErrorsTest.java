package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClErrorsTest {
  @Test
  void namesTheCodesOfTheSpecification() {
    assertEquals("CL_SUCCESS", ClErrors.symbol(0));
    assertEquals("CL_OUT_OF_RESOURCES", ClErrors.symbol(-5));
    assertEquals("CL_BUILD_PROGRAM_FAILURE", ClErrors.symbol(-11));
    assertEquals("CL_KERNEL_ARG_INFO_NOT_AVAILABLE", ClErrors.symbol(-19));
    assertEquals("CL_INVALID_VALUE", ClErrors.symbol(-30));
    assertEquals("CL_INVALID_KERNEL_ARGS", ClErrors.symbol(-52));
    assertEquals("CL_INVALID_WORK_GROUP_SIZE", ClErrors.symbol(-54));
    assertEquals("CL_INVALID_DEVICE_PARTITION_COUNT", ClErrors.symbol(-68));
    assertEquals("CL_PLATFORM_NOT_FOUND_KHR", ClErrors.symbol(-1001));
  }

  @Test
  void everyCodeOfVersionOneTwoHasItsOwnName() {
    int[] codes =
        IntStream.concat(IntStream.rangeClosed(-68, -30), IntStream.rangeClosed(-19, 0)).toArray();
    Set<String> names = new HashSet<>();
    for (int code : codes) {
      String name = ClErrors.symbol(code);
      assertTrue(name.startsWith("CL_"), name);
      names.add(name);
    }
    assertEquals(codes.length, names.size());
  }

  @Test
  void anyOtherCodeIsUnknown() {
    assertEquals("unknown", ClErrors.symbol(-20));
    assertEquals("unknown", ClErrors.symbol(-69));
    assertEquals("unknown", ClErrors.symbol(1));
  }

  @Test
  void anExceptionCarriesCallCodeSymbolAndDetail() {
    ClException failure = new ClException("clCreateBuffer", -61, "0 bytes");
    assertEquals(
        "clCreateBuffer failed with CL_INVALID_BUFFER_SIZE (-61): 0 bytes", failure.getMessage());
    assertEquals("clCreateBuffer", failure.call());
    assertEquals(-61, failure.code());
  }
}
