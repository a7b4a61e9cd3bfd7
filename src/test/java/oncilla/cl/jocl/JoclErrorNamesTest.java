package oncilla.cl.jocl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import oncilla.Requirements;
import oncilla.cl.ClErrors;
import oncilla.cl.ClUnavailableException;
import org.jocl.CL;
import org.junit.jupiter.api.Test;

class JoclErrorNamesTest {
  @Test
  void namesAreThoseOfAnIndependentTable() {
    try {
      JoclLibrary.load();
    } catch (ClUnavailableException unavailable) {
      Requirements.missing("opencl", unavailable.getMessage());
    }
    IntStream.concat(IntStream.rangeClosed(-68, -30), IntStream.rangeClosed(-19, 0))
        .forEach(code -> assertEquals(CL.stringFor_errorCode(code), ClErrors.symbol(code)));
  }
}
