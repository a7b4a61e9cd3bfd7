package oncilla.cli.targets;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.Precision;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.KernelTrust;
import oncilla.backend.provider.Selection;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.options.Choices;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What to compare with the reference: lists that narrow everything usable here. */
public final class CheckTargets {
  @Option(
      names = "--backend",
      paramLabel = "NAME[,NAME]",
      hideParamSyntax = true,
      split = ",",
      converter = Choices.BackendName.class,
      completionCandidates = Choices.BackendName.class,
      description = "Backends: ${COMPLETION-CANDIDATES} (default: all that are usable here).")
  List<String> backends;

  @Mixin TargetOptions narrowed;

  /**
   * What there is to compare.
   *
   * @param trust which kernels may be used; whoever compares them with the reference uses all
   * @throws BackendException if something asked for by name is not usable, or nothing is left
   */
  public List<Selection> find(CommandSpec spec, Messages messages, KernelTrust trust) {
    List<Selection> found = new ArrayList<>();
    for (BackendProvider provider : BackendSelector.fromServices().selectable()) {
      boolean named = backends != null && backends.contains(provider.name());
      boolean devicesAsked = narrowed.bindings != null || narrowed.device != null;
      if (backends != null && !named) {
        continue;
      }
      if (provider.bindings().isEmpty()) {
        // A device or a binding without a backend means the backends that have bindings.
        if (named || !devicesAsked) {
          addEach(spec, messages, found, provider, BackendRequest.defaults().with(trust), named);
        }
        continue;
      }
      for (String binding : narrowed.bindings(provider.bindings())) {
        BackendRequest through = BackendRequest.defaults().with(trust).withBinding(binding);
        addEach(
            spec,
            messages,
            found,
            provider,
            narrowed.device == null ? through : through.withDevice(narrowed.device),
            named || devicesAsked);
      }
    }
    if (found.isEmpty()) {
      throw new BackendException("nothing is left to compare with the reference");
    }
    return found;
  }

  private void addEach(
      CommandSpec spec,
      Messages messages,
      List<Selection> found,
      BackendProvider provider,
      BackendRequest any,
      boolean asked) {
    for (Precision precision : narrowed.precisions()) {
      BackendRequest request = any.withPrecision(precision);
      Availability availability = Usage.check(spec, () -> provider.availability(request));
      if (availability.isUsable() || asked && (narrowed.precisions != null || found.isEmpty())) {
        Availability.Usable usable = availability.orThrow();
        found.add(new Selection(provider.name(), request, usable));
      } else {
        messages.say(
            "not compared: %s%s %s: %s"
                .formatted(
                    provider.name(),
                    request.binding().map(name -> "/" + name).orElse(""),
                    precision.label(),
                    availability.reason()));
      }
    }
  }

  /** The reference: EJML in fp64. */
  public static Backend openReference() {
    return BackendSelector.fromServices()
        .provider(BackendProvider.EJML)
        .open(BackendRequest.defaults().withPrecision(Precision.FP64));
  }
}
