package oncilla.report.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import oncilla.io.AtomicFile;
import oncilla.report.Json;
import oncilla.report.OutputException;
import oncilla.train.metric.Scores;

/**
 * The file {@code result.json}: metrics of the model that a run saved, its device and its time.
 *
 * @param train metrics on the training set
 * @param test metrics on the test set, where there is one
 * @param validation metrics on the validation set, where there is one
 * @param backend the backend's name
 * @param device the device's name
 * @param platform what computes there: {@code OpenBLAS}, {@code Java}, or a platform of OpenCL
 * @param binding the binding, where the backend has one
 * @param precision the precision's label
 * @param unverified whether it was computed with kernels that nobody verified
 * @param seconds from the first step to the last
 * @param iterations updates made
 * @param bestIteration with early stopping, the updates that made the saved model
 * @param verdict what the metrics come to, where there is a test set
 * @param interrupted whether the run was stopped from outside, so that it may go on
 */
public record ResultFile(
    Scores train,
    Optional<Scores> test,
    Optional<Scores> validation,
    String backend,
    String device,
    String platform,
    Optional<String> binding,
    String precision,
    boolean unverified,
    double seconds,
    long iterations,
    OptionalLong bestIteration,
    Optional<Map<String, Object>> verdict,
    boolean interrupted) {
  /** In the file of a run that may go on. */
  static final String INTERRUPTED = "interrupted";

  /** The content of the file, which {@code --json} prints as well. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("train", train.toMap());
    test.ifPresent(scores -> map.put("test", scores.toMap()));
    validation.ifPresent(scores -> map.put("validation", scores.toMap()));
    map.put("backend", backend);
    map.put("device", device);
    map.put("platform", platform);
    binding.ifPresent(name -> map.put("binding", name));
    map.put("precision", precision);
    if (unverified) {
      map.put("unverified", true);
    }
    map.put("seconds", seconds);
    map.put("iterations", iterations);
    bestIteration.ifPresent(iteration -> map.put("best_iteration", iteration));
    if (interrupted) {
      map.put(INTERRUPTED, true);
    }
    verdict.ifPresent(said -> map.put("verdict", said));
    return map;
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws OutputException if it cannot be written
   */
  public void write(Path file) {
    try {
      AtomicFile.writeText(file, new Json().indented(toMap()));
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
    }
  }
}
