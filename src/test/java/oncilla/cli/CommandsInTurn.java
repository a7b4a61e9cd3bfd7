package oncilla.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the commands of a file, a line each with tabs between the words, and writes what each did
 * into files beside it: {@code N.code}, {@code N.out} and {@code N.err}.
 */
public final class CommandsInTurn {
  private CommandsInTurn() {}

  /** The file. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      Outcome outcome = Outcome.of(line.split("\t"));
      Files.writeString(file.resolveSibling(number + ".code"), Integer.toString(outcome.code()));
      Files.writeString(file.resolveSibling(number + ".out"), outcome.out());
      Files.writeString(file.resolveSibling(number + ".err"), outcome.err());
      number++;
    }
    // A kernel that hangs leaves a thread behind.
    System.exit(0);
  }
}
