package oncilla.data.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Mutations of text by its words and numbers: JSON and array headers, tables. */
final class TextMutations {
  private static final Pattern WORD = Pattern.compile("[0-9]+|[A-Za-z_]+|[^0-9A-Za-z_]");

  private static final String[] WORDS = {
    "0",
    "1",
    "-1",
    "2147483647",
    "2147483648",
    "4294967295",
    "9223372036854775807",
    "99999999999999999999",
    "1e400",
    "1e-400",
    "nan",
    "inf",
    "0x10",
    "null",
    "true",
    "",
    "\"",
    "'",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ",,",
    ";",
    "1;1",
    "1,5",
    "sep=;\n",
    ":",
    "\n",
    "\r\n",
    "\u0000",
    "\ufeff",
    "\u00e4",
    "\ud83d\ude00",
    "\\u0000",
    "<f8",
    "|O",
    ">c16",
    "F64",
    "BF16",
    "[[[[[[[[",
    "((((((((",
    "1,1",
    "W1",
    "__metadata__",
    "X",
    "y",
    "True",
    "False",
    "\t",
    "  "
  };

  private static final int MOST_REPEATS = 2000;

  private TextMutations() {}

  /** A text in which one or a few words are others, gone, doubled, repeated or moved. */
  static byte[] several(byte[] text, SplittableRandom random) {
    List<String> words =
        new ArrayList<>(
            WORD.matcher(new String(text, StandardCharsets.UTF_8))
                .results()
                .map(MatchResult::group)
                .toList());
    for (int i = random.nextInt(3); i >= 0 && !words.isEmpty(); i--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(6)) {
        case 0, 1 -> words.set(at, WORDS[random.nextInt(WORDS.length)]);
        case 2 -> words.remove(at);
        case 3 -> words.add(at, WORDS[random.nextInt(WORDS.length)]);
        case 4 -> words.set(at, words.get(random.nextInt(words.size())));
        default -> {
          int times = random.nextInt(16) == 0 ? MOST_REPEATS : 1 + random.nextInt(20);
          words.set(at, words.get(at).repeat(times));
        }
      }
    }
    return String.join("", words).getBytes(StandardCharsets.UTF_8);
  }
}
