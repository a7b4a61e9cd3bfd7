package oncilla.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oncilla.nn.Network;

/**
 * A network with the size of the batch it is trained on, written {@code 12288,20,7,5,1x209}:
 * inputs, units of every layer, and behind the x the number of examples.
 *
 * @param network the model
 * @param batch examples of a step
 */
public record StepNet(Network network, int batch) {
  private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,8}(?:,[1-9]\\d{0,8})+)x(\\d+)");

  /** Checks the batch. */
  public StepNet {
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs an example, not " + batch);
    }
  }

  /**
   * Reads a network with its batch from {@code text}.
   *
   * @throws IllegalArgumentException if it is not a network with a batch
   */
  public static StepNet parse(String text) {
    Matcher match = TEXT.matcher(text.strip());
    if (!match.matches() || match.group(2).length() > 9) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a network with a batch such as 12288,20,7,5,1x209");
    }
    List<Integer> units = Stream.of(match.group(1).split(",")).map(Integer::valueOf).toList();
    int last = units.get(units.size() - 1);
    if (last != 1) {
      throw new IllegalArgumentException(
          "'" + text + "': the last layer has one unit, not " + last);
    }
    Network network = Network.classifier(units.get(0), units.subList(1, units.size() - 1));
    return new StepNet(network, Integer.parseInt(match.group(2)));
  }

  /**
   * Number of operations of the matrix products of a step, 2·m·n·n_prev each: forward and the
   * gradient of the weights in every layer, the gradient of the input in all but the first.
   */
  public double flops() {
    double products = 0;
    for (int layer = 0; layer < network.depth(); layer++) {
      products += (layer == 0 ? 2.0 : 3.0) * network.layers().get(layer).weights();
    }
    return 2 * products * batch;
  }

  @Override
  public String toString() {
    return network.sizes(",") + "x" + batch;
  }
}
