package oncilla.backend.opencl.verification;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.opencl.program.ProgramCache;

/**
 * Verdicts beside the compiled programs that they are about, a file for each program, found again
 * by a later process. A verdict is found under the identity of its program alone: another version
 * of Oncilla, device, driver, option or source has no verdict yet. A file that is missing, damaged
 * or unreadable is no verdict, so the kernels are verified again.
 *
 * <p>A file is a line for each use of a kernel: its name, {@code right} or {@code wrong}, and the
 * length or what was wrong, with tabs between.
 */
public final class VerdictStore {
  private static final String EXTENSION = ".verdict";
  private static final ProgramCache.Limits LIMITS = new ProgramCache.Limits(5000, 16L << 20);
  private static final String RIGHT = "right";
  private static final String WRONG = "wrong";
  private static final int FIELDS = 3;

  private final ProgramCache files;

  /** In the folder of {@code programs}. */
  public VerdictStore(ProgramCache programs) {
    files = programs.beside(EXTENSION, LIMITS);
  }

  /** Where verdicts lie; empty where none are kept. */
  public Optional<Path> folder() {
    return files.folder();
  }

  /** The verdicts on uses of the program {@code identity}, by the names of the uses. */
  Map<String, Verdict> read(String identity) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    files
        .find(identity)
        .ifPresent(
            content -> {
              for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
                read(line, verdicts);
              }
            });
    return verdicts;
  }

  private static void read(String line, Map<String, Verdict> verdicts) {
    String[] fields = line.split("\t", FIELDS);
    if (fields.length == FIELDS && fields[1].equals(WRONG)) {
      verdicts.put(fields[0], Verdict.wrong(fields[2]));
    } else if (fields.length == FIELDS
        && fields[1].equals(RIGHT)
        && fields[2].matches("\\d{1,18}")) {
      verdicts.put(fields[0], Verdict.right(Long.parseLong(fields[2])));
    }
  }

  /** Adds verdicts on uses of the program {@code identity} to those that are kept. */
  void add(String identity, Map<String, Verdict> verdicts) {
    Map<String, Verdict> all = read(identity);
    verdicts.forEach((name, verdict) -> all.merge(name, verdict, Verdict::longer));
    StringBuilder text = new StringBuilder();
    all.forEach(
        (name, verdict) ->
            text.append(name)
                .append('\t')
                .append(verdict.fault().isPresent() ? WRONG : RIGHT)
                .append('\t')
                .append(verdict.fault().map(VerdictStore::oneLine).orElse("" + verdict.length()))
                .append('\n'));
    files.store(identity, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /** Forgets every verdict. */
  public void forget() {
    files.clear();
  }

  /** Whether a verdict that is kept now is found by the next process. */
  boolean keeps(String identity) {
    return files.find(identity).isPresent();
  }
}
