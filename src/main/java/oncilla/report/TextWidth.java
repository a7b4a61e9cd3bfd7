package oncilla.report;

/**
 * How many columns of a terminal a text takes: none for what is drawn over the letter before
 * (accents of their own), two for the scripts of East Asia and for pictograms. Source: Unicode
 * Standard Annex 11, East Asian Width, in blocks.
 */
final class TextWidth {
  private static final int[][] WIDE = {
    {0x1100, 0x115f}, // Hangul Jamo
    {0x2e80, 0x303e}, // radicals, CJK punctuation
    {0x3041, 0xa4cf}, // kana, bopomofo, CJK ideographs, Yi
    {0xa960, 0xa97f}, // Hangul Jamo, extended
    {0xac00, 0xd7a3}, // Hangul syllables
    {0xf900, 0xfaff}, // CJK compatibility ideographs
    {0xfe30, 0xfe6f}, // CJK compatibility forms
    {0xff00, 0xff60}, // full-width forms
    {0xffe0, 0xffe6}, // full-width signs
    {0x1f300, 0x1faff}, // pictograms
    {0x20000, 0x3fffd} // CJK ideographs, extensions
  };

  private TextWidth() {}

  /** Columns of {@code text}, which has no control characters. */
  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    for (int[] block : WIDE) {
      if (codePoint >= block[0] && codePoint <= block[1]) {
        return 2;
      }
    }
    return 1;
  }
}
