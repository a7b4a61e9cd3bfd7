package oncilla.cli;

import java.nio.file.Path;
import java.util.Optional;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.reader.Datasets;
import org.slf4j.LoggerFactory;

/**
 * A program that uses Oncilla as a library, a child process of {@link CommandLineLoggingTest}: logs
 * a line of its own, and reads a damaged HDF5 file, where the library for HDF5 logs too.
 */
final class HostProgram {
  private HostProgram() {}

  public static void main(String[] arguments) {
    LoggerFactory.getLogger("host").info("ready");
    try {
      Datasets.load(
          Path.of(arguments[0]), Optional.empty(), DataOptions.defaults(), System.out::println);
    } catch (DataException damaged) {
      System.out.println(damaged.getMessage());
    }
  }
}
