package oncilla.cl.fake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's parameter as its source declares it. The source is not preprocessed, but for macros
 * that stand for {@code kernel … void}, and for those that stand for more parameters where an
 * option has a certain value: a kernel whose name or whose list of parameters is made by another
 * macro is not understood.
 *
 * @param text the declaration, such as {@code __global float *x}
 */
record KernelParameter(String text) {
  private static final Pattern DECLARING_MACRO =
      Pattern.compile("(?m)^#define\\s+(\\w+)\\s+((?:__)?kernel\\b.*\\bvoid)\\s*$");

  /** Parameters that a program has where one of its options is a certain number. */
  private static final Pattern OPTIONAL_PARAMETERS =
      Pattern.compile("(?m)^#if (\\w+) == (\\d+)\\n#define (\\w+_PARAMETERS)[ \\t]+(,.*)$");

  /**
   * The parameters of {@code kernel} in a program with {@code options}, or empty if {@code source}
   * has no such kernel.
   */
  static Optional<List<KernelParameter>> of(String kernel, String source, String options) {
    String code = source.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("//[^\n]*", " ");
    code = withOptionalParameters(code.replaceAll("\\\\\n", " "), options);
    for (MatchResult macro : DECLARING_MACRO.matcher(code).results().toList()) {
      code =
          code.replaceAll("\\b" + macro.group(1) + "\\b", Matcher.quoteReplacement(macro.group(2)));
    }
    Matcher start =
        Pattern.compile(
                "\\b(?:__)?kernel\\b[^;{}]*?\\bvoid\\s+" + Pattern.quote(kernel) + "\\s*\\(")
            .matcher(code);
    if (!start.find()) {
      return Optional.empty();
    }
    List<KernelParameter> parameters = new ArrayList<>();
    int depth = 0;
    int from = start.end();
    for (int at = from; at < code.length(); at++) {
      char c = code.charAt(at);
      boolean end = c == ')' && depth == 0;
      if (end || c == ',' && depth == 0) {
        String text = code.substring(from, at).strip();
        if (!text.isEmpty() && !text.equals("void")) {
          parameters.add(new KernelParameter(text));
        }
        from = at + 1;
      }
      if (end) {
        return Optional.of(parameters);
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    throw new IllegalArgumentException("kernel " + kernel + " has no closing parenthesis");
  }

  private static String withOptionalParameters(String code, String options) {
    String result = code;
    for (MatchResult macro : OPTIONAL_PARAMETERS.matcher(code).results().toList()) {
      String option = "-D" + macro.group(1) + "=" + macro.group(2);
      boolean given = List.of(options.split(" ")).contains(option);
      // What follows a use, and not a definition, is a comma or the closing parenthesis.
      result =
          result.replaceAll(
              "\\b" + macro.group(3) + "(?=[,)])",
              Matcher.quoteReplacement(given ? macro.group(4) : ""));
    }
    return result;
  }

  boolean isPointer() {
    return text.indexOf('*') >= 0;
  }

  /** The size of a scalar of a built-in type; empty for a type that a macro or typedef names. */
  Optional<Integer> scalarBytes() {
    List<String> words = Arrays.asList(text.split("\\W+"));
    if (words.contains("double") || words.contains("long") || words.contains("ulong")) {
      return Optional.of(8);
    }
    if (words.contains("float") || words.contains("int") || words.contains("uint")) {
      return Optional.of(4);
    }
    return Optional.empty();
  }
}
