package oncilla.data.mutation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import oncilla.data.DataException;
import oncilla.io.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happened to a file, its reader answers with data or in one line that names the file,
 * within two seconds and a gigabyte. See {@link MutationBudget} for how many are tried, and which.
 */
class MutatedFilesTest {
  private static final int MOST_FAILURES = 20;

  @TempDir Path folder;

  private record Counts(int tried, int refused) {
    Counts plus(boolean isRefused) {
      return new Counts(tried + 1, refused + (isRefused ? 1 : 0));
    }
  }

  @Test
  void readersAnswerInOneLine() throws IOException, InterruptedException {
    MutationBudget budget = MutationBudget.ofProperties();
    List<FileKind> kinds = budget.chosen();
    System.out.println("mutated files: -Doncilla.fuzz.seed=" + budget.seed());
    Map<String, Counts> counts = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    long start = System.nanoTime();
    long tried = 0;
    MutationRun run = new MutationRun(folder);
    try {
      for (; failures.size() < MOST_FAILURES && budget.goesOn(tried, start); tried++) {
        FileKind kind = kinds.get((int) (tried % kinds.size()));
        long number = budget.first() + tried / kinds.size();
        byte[] bytes = kind.mutated(budget.seed(), number);
        MutationRun.Outcome outcome = run.read(kind, bytes);
        counts.put(
            kind.name(),
            counts.getOrDefault(kind.name(), new Counts(0, 0)).plus(outcome.refused()));
        if (outcome.defect().isPresent()) {
          failures.add(kept(budget, kind, number, bytes, outcome.defect().get()));
          run.close();
          run = new MutationRun(folder);
        }
      }
    } finally {
      run.close();
    }
    System.out.println("mutated files: " + tried + ", " + counts);
    assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
  }

  /** Writes the file to where the build keeps its reports, and says how to make it again. */
  private static String kept(
      MutationBudget budget, FileKind kind, long number, byte[] bytes, String defect)
      throws IOException {
    Path kept = Path.of(System.getProperty("oncilla.build", "target"), "fuzz");
    Files.createDirectories(kept);
    Path file = kept.resolve(budget.seed() + "-" + number + "." + kind.name());
    Files.write(file, bytes);
    String line =
        "%s: %s%n  (-Doncilla.fuzz.seed=%d -Doncilla.fuzz.kinds=%s -Doncilla.fuzz.first=%d -Doncilla.fuzz.count=1)"
            .formatted(file, defect, budget.seed(), kind.name(), number);
    System.out.println(line);
    return line;
  }

  /** Otherwise a reader that refuses everything would pass. */
  @Test
  void goodFilesAreRead() throws IOException, InterruptedException {
    try (MutationRun run = new MutationRun(folder)) {
      for (FileKind kind : FileKind.all()) {
        for (Seed seed : kind.seeds()) {
          MutationRun.Outcome outcome = run.read(kind, seed.bytes());
          String what = kind.name() + " " + seed.name();
          assertEquals(Optional.empty(), outcome.defect(), what);
          assertTrue(!outcome.refused(), what);
        }
      }
    }
  }

  /** Each was found here, and its name says what came of it. */
  @Test
  void filesThatOnceWentWrongAreTakenRightly() throws IOException, InterruptedException {
    int files = 0;
    try (MutationRun run = new MutationRun(folder)) {
      for (FileKind kind : FileKind.all()) {
        for (Seed file : Seed.onceWrong(kind.name())) {
          assertEquals(
              Optional.empty(),
              run.read(kind, file.bytes()).defect(),
              kind.name() + " " + file.name());
          files++;
        }
      }
    }
    assertTrue(files > 0);
  }

  /** A kind's files differ from the good ones, and are read about as often as they are refused. */
  @Test
  void mutationsAreNeitherHarmlessNorHopeless() throws IOException, InterruptedException {
    int files = 400;
    try (MutationRun run = new MutationRun(folder)) {
      for (FileKind kind : FileKind.all()) {
        int changed = 0;
        int refused = 0;
        for (int number = 0; number < files; number++) {
          byte[] bytes = kind.mutated(1, number);
          changed += kind.seeds().stream().noneMatch(s -> Arrays.equals(s.bytes(), bytes)) ? 1 : 0;
          refused += run.read(kind, bytes).refused() ? 1 : 0;
        }
        assertTrue(changed > files * 0.8, kind.name() + ": " + changed + " changed");
        assertTrue(refused > files / 10, kind.name() + ": " + refused + " refused");
        assertTrue(refused < files * 0.95, kind.name() + ": " + refused + " refused");
      }
    }
  }

  @Test
  void sameSeedGivesTheSameFiles() {
    List<FileKind> kinds = FileKind.all();
    List<FileKind> again = FileKind.all();
    for (int i = 0; i < kinds.size(); i++) {
      boolean another = false;
      for (int number = 0; number < 20; number++) {
        byte[] bytes = kinds.get(i).mutated(7, number);
        assertArrayEquals(bytes, again.get(i).mutated(7, number), kinds.get(i).name());
        another |= !Arrays.equals(bytes, kinds.get(i).mutated(8, number));
      }
      assertTrue(another, kinds.get(i).name());
    }
  }

  /** The harness sees each of the things that it looks for. */
  @Test
  void wrongReadersAreSeen() throws IOException, InterruptedException {
    byte[] none = {};
    try (MutationRun run = new MutationRun(folder)) {
      assertDefect(run, file -> new int[1].clone()[1]++, "threw java.lang.ArrayIndexOutOf");
      assertDefect(run, MutatedFilesTest::deeper, "threw java.lang.StackOverflowError");
      assertDefect(
          run,
          file -> {
            throw new DataException("something else");
          },
          "does not name the file");
      assertDefect(
          run,
          file -> {
            throw new FormatException(file + ": two\nlines");
          },
          "more than one line");
      assertDefect(
          run,
          file -> {
            throw new DataException(file + ": large", new OutOfMemoryError());
          },
          "ran out of memory");
      assertDefect(
          run,
          file -> {
            int total = 0;
            for (int i = 0; i < 1100; i++) {
              total += new byte[1 << 20].length;
            }
            assertEquals(1100 << 20, total);
          },
          "allocated");
      assertEquals(
          Optional.empty(),
          run.read(new FileKind("any", file -> {}, List.of(), List.of()), none).defect());
    }
  }

  private static void assertDefect(MutationRun run, Consumer<Path> reader, String expected)
      throws IOException, InterruptedException {
    FileKind kind = new FileKind("any", reader, List.of(), List.of());
    String defect = run.read(kind, new byte[0]).defect().orElse("none");
    assertTrue(defect.contains(expected), defect);
  }

  private static void deeper(Path file) {
    deeper(file);
  }
}
