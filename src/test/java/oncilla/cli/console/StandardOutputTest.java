package oncilla.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private final StringWriter err = new StringWriter();

  /** Takes some bytes and then no more, as a disk that fills up. */
  private static final class Filling extends OutputStream {
    private int room;

    Filling(int room) {
      this.room = room;
    }

    @Override
    public void write(int oneByte) throws IOException {
      if (--room < 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  private int code(StandardOutput output, int code) {
    return output.exitCode(code, new PrintWriter(err, true));
  }

  @Test
  void whatIsWrittenArrivesAndChangesNoExitCode() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    StandardOutput output = new StandardOutput(target, false);
    PrintWriter writer = output.writer(true);
    writer.println("{\"name\": \"кот\"}");
    writer.flush();
    assertEquals(
        "{\"name\": \"кот\"}" + System.lineSeparator(), target.toString(StandardCharsets.UTF_8));
    assertEquals(ExitCodes.DONE, code(output, ExitCodes.DONE));
    assertEquals(ExitCodes.CHECK_FAILED, code(output, ExitCodes.CHECK_FAILED));
    assertEquals("", err.toString());
  }

  @Test
  void aFullDiskIsAFailureWithItsReason() {
    for (int room : new int[] {0, 3}) {
      err.getBuffer().setLength(0);
      StandardOutput output = new StandardOutput(new Filling(room), false);
      PrintWriter writer = output.writer(false);
      writer.println("first");
      writer.println("second");
      writer.flush();
      assertEquals(ExitCodes.FAILED, code(output, ExitCodes.DONE));
      assertEquals(
          "oncilla: standard output cannot be written: No space left on device"
              + System.lineSeparator(),
          err.toString());
      assertEquals(ExitCodes.CHECK_FAILED, code(output, ExitCodes.CHECK_FAILED));
    }
  }

  @Test
  void aReaderThatLeftIsNotTold() {
    StandardOutput output = new StandardOutput(new Filling(0), true);
    PrintWriter writer = output.writer(false);
    writer.println("more than the reader wanted");
    assertEquals(ExitCodes.FAILED, code(output, ExitCodes.DONE));
    assertEquals("", err.toString());
  }
}
