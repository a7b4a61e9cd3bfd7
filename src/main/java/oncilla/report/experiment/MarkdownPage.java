package oncilla.report.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import oncilla.io.AtomicFile;
import oncilla.report.OutputException;

/** A page of text, tables and figures in Markdown. */
final class MarkdownPage {
  private final List<String> blocks = new ArrayList<>();

  /** A page with this title. */
  MarkdownPage(String title) {
    blocks.add("# " + title);
  }

  /** Begins a section. */
  MarkdownPage section(String title) {
    return add("## " + title);
  }

  /** Adds text, which may hold Markdown. */
  MarkdownPage paragraph(String text) {
    return add(text);
  }

  /** Adds text as it is, such as a command. */
  MarkdownPage code(String text) {
    return add("```\n" + text + "\n```");
  }

  /** Adds a figure that lies beside the page. */
  MarkdownPage figure(Path file, String description) {
    return add("![" + description + "](" + file.getFileName() + ")");
  }

  /**
   * Adds a table.
   *
   * @param header its columns; the first holds words, all others numbers
   */
  MarkdownPage table(List<String> header, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(line(header)).append('\n');
    List<String> rule = new ArrayList<>(Collections.nCopies(header.size(), "---:"));
    rule.set(0, "---");
    text.append(line(rule));
    rows.forEach(row -> text.append('\n').append(line(row)));
    return add(text.toString());
  }

  private MarkdownPage add(String block) {
    blocks.add(block);
    return this;
  }

  private static String line(List<String> cells) {
    return "| "
        + String.join(" | ", cells.stream().map(c -> c.replace("|", "\\|")).toList())
        + " |";
  }

  /** The page as text. */
  String text() {
    return String.join("\n\n", blocks) + "\n";
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws OutputException if it cannot be written
   */
  void write(Path file) {
    try {
      AtomicFile.writeText(file, text());
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
    }
  }
}
