package oncilla.cli.tune;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.tuning.Tuner;
import oncilla.backend.tuning.TuningRequest;
import oncilla.backend.tuning.TuningRow;
import oncilla.bench.StepNet;
import oncilla.check.verification.ReferenceVerifier;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Terminal;
import oncilla.cli.console.Usage;
import oncilla.cli.options.Choices;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.io.AtomicFile;
import oncilla.io.ProcessLock;
import oncilla.nn.Dense;
import oncilla.report.Json;
import oncilla.report.OutputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tune}: finds matmul parameters for a device. */
@Command(
    name = "tune",
    header = "Finds the fastest matrix products of an OpenCL device.",
    description = {
      "",
      "Every candidate that would be taken is compared with the EJML fp64 reference first. What is found"
          + " is used from then on; it is written after each kind of product, so that stopping"
          + " early loses only the one at work.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class TuneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Index or part of the name of a device, as the command devices prints them.")
  private String device;

  @Option(
      names = "--binding",
      paramLabel = "NAME",
      converter = Choices.BindingName.class,
      completionCandidates = Choices.BindingName.class,
      description =
          "Java binding of OpenCL: ${COMPLETION-CANDIDATES} (default jocl); what is found serves"
              + " both.")
  private String binding;

  @Option(
      names = "--precision",
      paramLabel = "P[,P]",
      hideParamSyntax = true,
      split = ",",
      description = "Precisions: ${COMPLETION-CANDIDATES} (default: all the device has).")
  private List<Precision> precisions;

  @Option(
      names = "--forms",
      paramLabel = "FORM[,FORM]",
      hideParamSyntax = true,
      split = ",",
      description =
          "Forms of the product: ${COMPLETION-CANDIDATES} (default: all). NT is the forward one,"
              + " TN gives the gradient of the weights, NN that of the input.")
  private List<MatmulForm> forms;

  @Option(
      names = "--classes",
      paramLabel = "CLASS[,CLASS]",
      hideParamSyntax = true,
      split = ",",
      description = "Classes of extents: small, flat, thin, long, medium, large (default: all).")
  private List<String> classes;

  @Option(
      names = "--nets",
      paramLabel = "NET[;NET]",
      hideParamSyntax = true,
      description =
          "Tune what a step of these networks uses, at its extents, and spend the time where the"
              + " step does: inputs, units of each layer, x examples, as 12288,512,128,1x256"
              + " (default: every form and class, equally).")
  private String nets;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "120",
      description = "Time for all of it (default ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "File to write; entries that are in it stay where nothing is measured (default: the file"
              + " that every command reads, tuning.json in the user's cache folder).")
  private Path out;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    BackendProvider provider = BackendSelector.fromServices().provider(BackendProvider.OPENCL);
    Tuner tuner =
        Tuner.of(provider.name())
            .orElseThrow(() -> new BackendException(provider.name() + " cannot be tuned"));
    Path file =
        Optional.ofNullable(out)
            .or(tuner::userFile)
            .orElseThrow(() -> new BackendException("there is no home directory; say --out FILE"));
    TuningRequest request = Usage.check(spec, () -> request(provider, tuner, file));
    TuneProgress progress =
        new TuneProgress(
            spec.commandLine().getErr(), Terminal.errorColumns(), text -> write(file, text));
    List<TuningRow> rows = tune(tuner, request, progress, file);
    TuneTable table = new TuneTable(file, rows);
    PrintWriter printer = spec.commandLine().getOut();
    if (common.json) {
      printer.println(new Json().line(table.toMap()));
    } else {
      table.print(printer);
    }
    return ExitCodes.DONE;
  }

  private TuningRequest request(BackendProvider provider, Tuner tuner, Path file) {
    BackendRequest target = BackendRequest.defaults();
    if (device != null) {
      target = target.withDevice(device);
    }
    if (binding != null) {
      target = target.withBinding(binding);
    }
    Set<String> wanted =
        classes == null ? Set.copyOf(tuner.shapeClasses()) : new LinkedHashSet<>(classes);
    for (String each : wanted) {
      if (!tuner.shapeClasses().contains(each)) {
        throw new IllegalArgumentException(
            "Invalid value for option '--classes': expected one of "
                + tuner.shapeClasses()
                + " but was '"
                + each
                + "'");
      }
    }
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException("--seconds must be positive, not " + seconds);
    }
    return new TuningRequest(
        target,
        precisions(provider, target),
        forms == null ? EnumSet.allOf(MatmulForm.class) : EnumSet.copyOf(forms),
        wanted,
        products(),
        seconds,
        file);
  }

  /** The products of a step of each network. */
  private List<TuningRequest.Wanted> products() {
    List<TuningRequest.Wanted> products = new ArrayList<>();
    if (nets != null) {
      for (String net : nets.split(";", -1)) {
        products.addAll(products(StepNet.parse(net)));
      }
    }
    return products;
  }

  /** Forward, and the gradients of weights and of what each layer but the first is given. */
  private static List<TuningRequest.Wanted> products(StepNet net) {
    List<TuningRequest.Wanted> products = new ArrayList<>();
    long batch = net.batch();
    List<Dense> layers = net.network().layers();
    for (int l = 0; l < layers.size(); l++) {
      long in = layers.get(l).inputs();
      long out = layers.get(l).outputs();
      products.add(new TuningRequest.Wanted(MatmulForm.NT, new MatmulDims(batch, out, in)));
      products.add(new TuningRequest.Wanted(MatmulForm.TN, new MatmulDims(out, in, batch)));
      if (l > 0) {
        products.add(new TuningRequest.Wanted(MatmulForm.NN, new MatmulDims(batch, in, out)));
      }
    }
    return products;
  }

  private List<Precision> precisions(BackendProvider provider, BackendRequest target) {
    if (precisions != null) {
      return precisions.stream().distinct().toList();
    }
    List<Precision> usable = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      Availability availability = provider.availability(target.withPrecision(precision));
      if (availability.isUsable()) {
        usable.add(precision);
      } else if (precision == Precision.FP32) {
        availability.orThrow();
      }
    }
    return usable;
  }

  private static List<TuningRow> tune(
      Tuner tuner, TuningRequest request, TuneProgress progress, Path file) {
    // The file is read now and written whole again and again: another's entries would be lost.
    try {
      ProcessLock lock = lock(file);
      try (progress;
          Backend reference = CheckTargets.openReference()) {
        return tuner.tune(request, new ReferenceVerifier(reference), progress);
      } finally {
        lock.close();
      }
    } catch (IOException cause) {
      throw OutputException.cannotWrite(file, cause);
    }
  }

  private static ProcessLock lock(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    return ProcessLock.take(folder.resolve("." + file.getFileName() + ".lock"))
        .orElseThrow(
            () ->
                new OutputException(
                    file + ": in use by another tune; wait for its end, or write another file"));
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.writeText(file, text);
    } catch (IOException cause) {
      throw OutputException.cannotWrite(file, cause);
    }
  }
}
