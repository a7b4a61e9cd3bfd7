package oncilla.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.nio.file.Path;
import oncilla.backend.provider.IllegalRequestException;
import oncilla.base.Message;
import oncilla.base.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Refused values of options become usage errors, and paths become words of a command line. */
class UsageTest {
  @Test
  void whatABackendRefusesIsBadUsage() {
    CommandLine line = new CommandLine(CommandSpec.create());
    String devices = " 'GPU' fits more than one device: 0: GPU A, 1: GPU B";
    CommandLine.ParameterException refused =
        assertThrows(
            CommandLine.ParameterException.class,
            () ->
                Usage.check(
                    line.getCommandSpec(),
                    () -> {
                      throw new IllegalRequestException(Message.of(Setting.DEVICE, devices));
                    }));
    assertEquals("--device" + devices, refused.getMessage());
  }

  @Test
  void thePathOfNothingIsRefused() {
    assertEquals(Path.of("a", "b"), Usage.path("a/b"));
    CommandLine.TypeConversionException refused =
        assertThrows(CommandLine.TypeConversionException.class, () -> Usage.path(""));
    assertEquals("a path is empty", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "runs/a-1.npz, runs/a-1.npz",
        "my run, 'my run'",
        "it's, 'it'\\''s'",
        "$HOME, '$HOME'"
      })
  void aWordIsQuotedWhereAShellWouldTakeItApart(String text, String word) {
    String expected = File.separatorChar == '/' || word.equals(text) ? word : '"' + text + '"';
    assertEquals(expected, Usage.word(text));
  }

  @Test
  void aPathThatLooksLikeAnOptionIsReachedFromTheWorkingDirectory() {
    assertEquals(Path.of(".", "-x.png").toString(), Usage.argument(Path.of("-x.png")));
    assertEquals(Path.of("a", "-x.png").toString(), Usage.argument(Path.of("a", "-x.png")));
  }
}
