package oncilla.cli;

import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The option that one who typed a word may have meant: the one that the fewest letters put in, left
 * out, exchanged or swapped with their neighbour lead to. (Picocli's own suggestions go by common
 * beginnings.)
 */
final class NearestOption {
  /** A word with more than this share of its letters wrong is another word. */
  private static final int LETTERS_OF_A_MISTAKE = 3;

  private NearestOption() {}

  /** Empty if no option is near. */
  static Optional<String> of(CommandSpec spec, String word) {
    int most = Math.max(1, (word.length() - 2) / LETTERS_OF_A_MISTAKE);
    return spec.options().stream()
        .map(OptionSpec::longestName)
        .filter(option -> distance(word, option) <= most)
        .min(Comparator.comparingInt(option -> distance(word, option)));
  }

  /** The optimal string alignment distance. */
  static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        least = Math.min(least, steps[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, steps[i - 2][j - 2] + 1);
        }
        steps[i][j] = least;
      }
    }
    return steps[from.length()][to.length()];
  }
}
