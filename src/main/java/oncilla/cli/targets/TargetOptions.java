package oncilla.cli.targets;

import java.util.List;
import oncilla.backend.Precision;
import oncilla.cli.options.Choices;
import picocli.CommandLine.Option;

/**
 * Lists that narrow which devices of OpenCL, through what and in which precision, are looked at.
 */
public final class TargetOptions {
  @Option(
      names = "--binding",
      paramLabel = "NAME[,NAME]",
      hideParamSyntax = true,
      split = ",",
      converter = Choices.BindingName.class,
      completionCandidates = Choices.BindingName.class,
      description = "Bindings of OpenCL: ${COMPLETION-CANDIDATES} (default: all).")
  public List<String> bindings;

  @Option(
      names = "--precision",
      paramLabel = "P[,P]",
      hideParamSyntax = true,
      split = ",",
      description = "Precisions: ${COMPLETION-CANDIDATES} (default: all the device has).")
  public List<Precision> precisions;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "OpenCL device: index or part of its name.")
  public String device;

  /** Whether anything is narrowed. */
  public boolean given() {
    return bindings != null || precisions != null || device != null;
  }

  /** The precisions to look at. */
  public List<Precision> precisions() {
    return precisions == null ? List.of(Precision.values()) : precisions;
  }

  /** The bindings to look at, of those that there are. */
  public List<String> bindings(List<String> all) {
    return bindings == null ? all : bindings;
  }
}
