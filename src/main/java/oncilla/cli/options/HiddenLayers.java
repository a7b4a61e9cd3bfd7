package oncilla.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The units of the hidden layers, as {@code 20,7,5}; {@code none} is logistic regression.
 *
 * @param units first hidden layer first; may be empty
 */
public record HiddenLayers(List<Integer> units) {
  /**
   * Reads what the option {@code --hidden} was given.
   *
   * @throws picocli.CommandLine.TypeConversionException if that is neither numbers nor {@code none}
   */
  public static HiddenLayers parse(String text) {
    if (text.equals("none")) {
      return new HiddenLayers(List.of());
    }
    List<Integer> units = new ArrayList<>();
    for (String field : text.split(",", -1)) {
      String number = field.strip();
      if (!number.matches("[1-9][0-9]{0,8}")) {
        throw new picocli.CommandLine.TypeConversionException(
            "'" + text + "' is not a list of layer sizes such as 20,7,5, nor none");
      }
      units.add(Integer.parseInt(number));
    }
    return new HiddenLayers(units);
  }

  @Override
  public String toString() {
    return units.isEmpty()
        ? "none"
        : units.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
