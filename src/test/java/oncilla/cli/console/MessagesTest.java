package oncilla.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import oncilla.base.Message;
import oncilla.data.Notices;
import oncilla.data.Trouble;
import oncilla.data.Trouble.Kind;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private final StringWriter printed = new StringWriter();

  private Messages messages(boolean quiet, boolean verbose) {
    return new Messages(new PrintWriter(printed, true), quiet, verbose);
  }

  private static Trouble trouble(Kind kind, String source) {
    return new Trouble(kind, source, Message.of(source + ": " + kind));
  }

  private List<String> lines() {
    return printed.toString().lines().toList();
  }

  /** Three kinds by readers, in eight files, and two by the command. */
  private static void fiveKinds(Messages messages) {
    Notices notices = messages.notices();
    for (int i = 0; i < 5; i++) {
      notices.warn(trouble(Kind.UNREADABLE, i + ".png"));
    }
    notices.say(Message.of("how it was understood"));
    notices.warn(trouble(Kind.NOT_DIVIDED, "a.csv"));
    notices.warn(trouble(Kind.NOT_DIVIDED, "b.csv"));
    notices.warn(trouble(Kind.COUNTS_ROWS, "a.csv"));
    messages.say("computing");
    messages.warn("no plot");
    messages.warn("not verified");
    messages.warn("no plot");
  }

  @Test
  void threeOfFiveKindsArePrintedAndTheOthersCounted() {
    try (Messages messages = messages(false, false)) {
      fiveKinds(messages);
    }
    assertEquals(
        List.of(
            "how it was understood",
            "warning: 0.png: UNREADABLE (and the same of 4 others: --verbose names them)",
            "warning: a.csv: NOT_DIVIDED (and the same of 1 other: --verbose names it)",
            "warning: a.csv: COUNTS_ROWS",
            "computing",
            "and 2 more: --verbose"),
        lines());
  }

  @Test
  void verbosePrintsAll() {
    try (Messages messages = messages(false, true)) {
      fiveKinds(messages);
    }
    assertEquals(10, lines().stream().filter(line -> line.startsWith("warning: ")).count());
    assertEquals(12, lines().size(), printed.toString());
    assertEquals("warning: 4.png: UNREADABLE", lines().get(4));
  }

  @Test
  void quietPrintsNone() {
    try (Messages messages = messages(true, false)) {
      fiveKinds(messages);
    }
    assertEquals("", printed.toString());
  }

  @Test
  void warningsOfAReaderThatFailsAfterThemAreNotLost() {
    try (Messages messages = messages(false, false)) {
      messages.notices().warn(trouble(Kind.OTHER_SET, "a.h5"));
    }
    assertEquals(List.of("warning: a.h5: OTHER_SET"), lines());
  }

  @Test
  void threeWarningsNeedNoCount() {
    try (Messages messages = messages(false, false)) {
      List.of("a", "b", "c").forEach(messages::warn);
    }
    assertEquals(List.of("warning: a", "warning: b", "warning: c"), lines());
  }
}
