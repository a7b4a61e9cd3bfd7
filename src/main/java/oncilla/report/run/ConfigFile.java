package oncilla.report.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import oncilla.io.AtomicFile;
import oncilla.report.Json;
import oncilla.report.OutputException;

/**
 * The file {@code config.json}: everything needed to run again.
 *
 * @param version of Oncilla
 * @param command the command, such as {@code train}
 * @param arguments words of the command line behind the command, an option with its value in one
 *     word; left out where there are none
 * @param options every option of the command with the value it had, defaults included; the key is
 *     the option's name in snake_case, such as {@code learning_rate}
 * @param selection what computed the run: backend, device, driver, binding, precision and the like
 * @param data size and checksum of each file or folder that an option names; left out where there
 *     are none
 */
public record ConfigFile(
    String version,
    String command,
    List<String> arguments,
    Map<String, ?> options,
    Map<String, ?> selection,
    Map<String, ?> data) {
  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /** Checks the keys. */
  public ConfigFile {
    arguments = List.copyOf(arguments);
    options = checked(options);
    selection = checked(selection);
    data = checked(data);
  }

  /** One that reads no data. */
  public ConfigFile(
      String version,
      String command,
      List<String> arguments,
      Map<String, ?> options,
      Map<String, ?> selection) {
    this(version, command, arguments, options, selection, Map.of());
  }

  /** One that does not say what was typed. */
  public ConfigFile(
      String version, String command, Map<String, ?> options, Map<String, ?> selection) {
    this(version, command, List.of(), options, selection);
  }

  private static Map<String, ?> checked(Map<String, ?> map) {
    for (String key : map.keySet()) {
      if (!SNAKE_CASE.matcher(key).matches()) {
        throw new IllegalArgumentException("'" + key + "' is not in snake_case");
      }
    }
    return new LinkedHashMap<>(map);
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws OutputException if it cannot be written
   */
  public void write(Path file) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("oncilla_version", version);
    content.put("java_version", System.getProperty("java.version"));
    content.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    content.put("command", command);
    if (!arguments.isEmpty()) {
      content.put("arguments", arguments);
    }
    content.put("options", options);
    content.put("selection", selection);
    if (!data.isEmpty()) {
      content.put("data", data);
    }
    try {
      AtomicFile.writeText(file, new Json().indented(content));
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
    }
  }
}
