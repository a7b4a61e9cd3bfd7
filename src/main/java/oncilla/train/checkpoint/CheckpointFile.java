package oncilla.train.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.io.FormatException;
import oncilla.io.TensorFile;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * A {@link TrainingState} in a file ({@link TensorFile}): tensors {@code W1 b1 …}, {@code
 * moment1.W1 …} for what the optimiser remembers, and the same behind {@code kept.} for the
 * parameters of the lowest validation cost, where the run keeps those. Numbers of the metadata are
 * written so that they read back as the same.
 *
 * @param network whose parameters they are
 * @param moments numbers that the optimiser remembers for each parameter
 * @param precision of the run
 * @param facts of the run, such as its seed and its options, which must be those of the run that
 *     goes on
 * @param notes further text, which is not looked at
 */
public record CheckpointFile(
    Network network,
    int moments,
    Precision precision,
    Map<String, String> facts,
    Map<String, String> notes) {
  private static final String KIND = "oncilla_checkpoint";
  private static final String FORMAT = "1";

  /** Copies the maps. */
  public CheckpointFile {
    facts = Map.copyOf(facts);
    notes = Map.copyOf(notes);
  }

  /** Bytes of the numbers of a file, without its header. */
  public long bytes(boolean keepsBest) {
    long parameters =
        network.layers().stream().mapToLong(layer -> (layer.inputs() + 1L) * layer.outputs()).sum();
    return parameters * precision.bytes() * (1 + moments) * (keepsBest ? 2 : 1);
  }

  /**
   * Writes a state, whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file, TrainingState state) throws IOException {
    Map<String, String> text = new LinkedHashMap<>(facts);
    text.putAll(notes);
    text.put(KIND, FORMAT);
    put(text, "", state.now().position());
    text.put("cost", Double.toString(state.cost()));
    text.put("data_cost", Double.toString(state.dataCost()));
    text.put("seconds", Double.toString(state.seconds()));
    ValidationState validation = state.validation();
    text.put("since_best", Integer.toString(validation.sinceLowest()));
    validation
        .lowest()
        .ifPresent(
            lowest -> {
              text.put("best_iteration", Long.toString(lowest.iteration()));
              text.put("best_epochs", Long.toString(lowest.epochs()));
              text.put("best_data_cost", Double.toString(lowest.dataCost()));
              text.put("best_accuracy", Double.toString(lowest.accuracy()));
            });
    Map<String, TensorFile.Values> tensors = new LinkedHashMap<>();
    put(tensors, "", state.now());
    validation
        .kept()
        .ifPresent(
            kept -> {
              put(text, "kept_", kept.position());
              put(tensors, "kept.", kept);
            });
    new TensorFile(text, precision, tensors).write(file);
  }

  /**
   * Reads a state and checks all of it.
   *
   * @throws FormatException in one line, if the file is damaged or of another run
   */
  public TrainingState read(Path file) {
    TensorFile content = TensorFile.read(file);
    Text text = new Text(file, content.metadata());
    if (!FORMAT.equals(text.get(KIND))) {
      throw new FormatException(
          "%s: format %s of a checkpoint, expected %s".formatted(file, text.get(KIND), FORMAT));
    }
    facts.forEach((name, expected) -> requireFact(file, name, text.get(name), expected));
    if (content.precision() != precision) {
      throw new FormatException(
          "%s: of a run in %s, expected %s"
              .formatted(file, content.precision().label(), precision.label()));
    }
    Optional<ValidationState.Lowest> lowest =
        text.has("best_iteration")
            ? Optional.of(
                new ValidationState.Lowest(
                    text.whole("best_iteration"),
                    text.whole("best_epochs"),
                    text.real("best_data_cost"),
                    text.real("best_accuracy")))
            : Optional.empty();
    Optional<Snapshot> kept =
        text.has("kept_step") ? Optional.of(snapshot(text, content, "kept")) : Optional.empty();
    return new TrainingState(
        snapshot(text, content, ""),
        new ValidationState(lowest, Math.toIntExact(text.whole("since_best")), kept),
        text.real("cost"),
        text.real("data_cost"),
        text.real("seconds"));
  }

  private static void requireFact(Path file, String name, String found, String expected) {
    if (!found.equals(expected)) {
      throw new FormatException(
          "%s: of another run: %s in its metadata differs from this one's".formatted(file, name));
    }
  }

  private static void put(Map<String, String> text, String before, StepState.Position position) {
    text.put(before + "step", Long.toString(position.step()));
    text.put(before + "epoch", Long.toString(position.epoch()));
    text.put(before + "position", Long.toString(position.rowOffset()));
  }

  private void put(Map<String, TensorFile.Values> tensors, String before, Snapshot snapshot) {
    put(tensors, before, snapshot.parameters());
    for (int i = 0; i < snapshot.moments().size(); i++) {
      put(tensors, before + moment(i), snapshot.moments().get(i));
    }
  }

  private void put(Map<String, TensorFile.Values> tensors, String before, Parameters parameters) {
    for (int l = 0; l < network.depth(); l++) {
      Dense layer = network.layers().get(l);
      LayerParameters values = parameters.layers().get(l);
      tensors.put(
          before + "W" + (l + 1),
          new TensorFile.Values(new long[] {layer.outputs(), layer.inputs()}, values.weights()));
      tensors.put(
          before + "b" + (l + 1),
          new TensorFile.Values(new long[] {layer.outputs(), 1}, values.bias()));
    }
  }

  private Snapshot snapshot(Text text, TensorFile content, String before) {
    String words = before.isEmpty() ? "" : before + "_";
    String names = before.isEmpty() ? "" : before + ".";
    List<Parameters> remembered = new ArrayList<>();
    for (int i = 0; i < moments; i++) {
      remembered.add(parameters(text.file(), content, names + moment(i)));
    }
    return new Snapshot(
        new StepState.Position(
            text.whole(words + "step"),
            text.whole(words + "epoch"),
            text.whole(words + "position")),
        parameters(text.file(), content, names),
        remembered);
  }

  private Parameters parameters(Path file, TensorFile content, String before) {
    List<LayerParameters> layers = new ArrayList<>();
    for (int l = 1; l <= network.depth(); l++) {
      Dense layer = network.layers().get(l - 1);
      layers.add(
          new LayerParameters(
              content.values(file, before + "W" + l, layer.outputs(), layer.inputs()),
              content.values(file, before + "b" + l, layer.outputs(), 1)));
    }
    return new Parameters(layers);
  }

  private static String moment(int index) {
    return "moment" + (index + 1) + ".";
  }

  /** Metadata whose entries must be there. */
  private record Text(Path file, Map<String, String> entries) {
    boolean has(String name) {
      return entries.containsKey(name);
    }

    String get(String name) {
      String value = entries.get(name);
      if (value == null) {
        throw new FormatException(file + ": no " + name + " in its metadata");
      }
      return value;
    }

    long whole(String name) {
      try {
        long value = Long.parseLong(get(name));
        if (value < 0) {
          throw new NumberFormatException();
        }
        return value;
      } catch (NumberFormatException refused) {
        throw new FormatException(
            file + ": " + name + " is no whole number from 0 in its metadata", refused);
      }
    }

    double real(String name) {
      try {
        return Double.parseDouble(get(name));
      } catch (NumberFormatException refused) {
        throw new FormatException(file + ": " + name + " is no number in its metadata", refused);
      }
    }
  }
}
