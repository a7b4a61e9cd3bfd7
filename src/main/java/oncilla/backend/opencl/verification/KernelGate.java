package oncilla.backend.opencl.verification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.backend.verification.UnverifiedException;
import oncilla.base.Message;
import oncilla.base.Setting;

/**
 * Lets kernels of one device pass that compute as the reference does, and no others. A use of a
 * kernel that has no verdict yet is verified here, once for each device and driver: with a marker
 * for the case that the driver ends the process, and no longer than {@link #MOST_SECONDS}. Before
 * the first kernel, the {@link Probes} of what all kernels take for granted must hold.
 */
public final class KernelGate {
  /** How long a verification may take, where the machine has nothing else to do. */
  static final long MOST_SECONDS = 20;

  /** In the place of a kernel's name. */
  private static final String STEP = "step@1";

  private final Function<ProgramKey, String> identity;
  private final VerdictStore store;
  private final Probing probes;
  private final String device;
  private final Consumer<String> news;
  private final long mostMillis;
  private final Map<ProgramKey, Map<String, Verdict>> verdicts = new HashMap<>();
  private final Set<String> distrusted = new LinkedHashSet<>();
  private boolean probed;
  private boolean looked;
  private boolean hangs;

  /** What was launched while cases ran, and what was wrong. */
  public record Trial(Optional<String> fault, Set<KernelUse> used) {}

  /** What is tried on a device before any kernel. */
  interface Probing {
    /** The kernel, for its verdict. */
    KernelUse use();

    /** Runs it. */
    Trial run();
  }

  /**
   * A gate that trusts nothing yet.
   *
   * @param device its name, for messages
   * @param identity of a program on this device
   * @param store where verdicts are kept
   * @param probes of the device
   * @param news told of each kernel that is found wrong, in one line
   */
  public KernelGate(
      String device,
      Function<ProgramKey, String> identity,
      VerdictStore store,
      Probing probes,
      Consumer<String> news) {
    this(device, identity, store, probes, news, MOST_SECONDS * 1000);
  }

  KernelGate(
      String device,
      Function<ProgramKey, String> identity,
      VerdictStore store,
      Probing probes,
      Consumer<String> news,
      long mostMillis) {
    this.device = device;
    this.identity = identity;
    this.store = store;
    this.probes = probes;
    this.news = news;
    this.mostMillis = mostMillis;
  }

  /** Whether a verification hangs, so that the device must not be waited for any more. */
  public boolean hangs() {
    return hangs;
  }

  /**
   * Whether {@code launches} compute what they should. What has no verdict is verified now.
   *
   * @param op the operation, for messages
   * @param trial runs cases of it that make launches of the same kernels
   * @throws UnverifiedException if a probe of the device fails, or the verification hangs
   */
  public boolean trusts(String op, List<Launch> launches, Callable<Trial> trial) {
    List<KernelUse> missing = new ArrayList<>();
    for (Launch launch : launches) {
      KernelUse use = KernelUse.of(launch);
      Verdict verdict = verdict(use);
      if (verdict != null && verdict.fault().isPresent()) {
        distrusted.add(use.kernel() + ": " + verdict.fault().get());
        return false;
      }
      if (verdict == null || !verdict.covers(use.length())) {
        missing.add(use);
      }
    }
    if (missing.isEmpty()) {
      return true;
    }
    probe();
    Trial done = guarded(op, missing, trial);
    Map<ProgramKey, Map<String, Verdict>> found = new LinkedHashMap<>();
    Optional<String> fault = done.fault();
    for (KernelUse use : missing) {
      boolean ran =
          done.used().stream()
              .anyMatch(it -> it.program().equals(use.program()) && it.name().equals(use.name()));
      if (fault.isEmpty() && !ran) {
        fault = Optional.of("no case of " + op + " runs the kernel " + use.name());
      }
    }
    for (KernelUse use : fault.isEmpty() ? missing : blamed(launches, missing)) {
      // A kernel may be launched twice for an operation, and once with a longer sum.
      found
          .computeIfAbsent(use.program(), it -> new LinkedHashMap<>())
          .merge(
              use.name(),
              fault.map(Verdict::wrong).orElse(Verdict.right(use.length())),
              Verdict::longer);
    }
    keep(found);
    fault.ifPresent(it -> distrusted.add(names(blamed(launches, missing)) + ": " + it));
    fault.ifPresent(
        it ->
            news.accept(
                "not used on "
                    + device
                    + " as it is wrong there: "
                    + names(missing)
                    + " ("
                    + it
                    + ")"));
    return fault.isEmpty();
  }

  /**
   * What counts as wrong of what was tried: not what other operations use as well, unless there is
   * nothing else. If that is what is wrong, those will find it.
   */
  private static List<KernelUse> blamed(List<Launch> launches, List<KernelUse> missing) {
    Set<KernelUse> own = new HashSet<>();
    for (Launch launch : launches) {
      if (!launch.isHelper()) {
        own.add(KernelUse.of(launch));
      }
    }
    List<KernelUse> blamed = missing.stream().filter(own::contains).toList();
    return blamed.isEmpty() ? missing : blamed;
  }

  /**
   * Checks that {@code launch} is of a kernel that {@link #trusts} let pass: the last gate before
   * the queue.
   *
   * @throws IllegalStateException if it is not
   */
  public void require(Launch launch) {
    KernelUse use = KernelUse.of(launch);
    Verdict verdict = verdict(use);
    if (verdict == null || !verdict.covers(use.length())) {
      throw new IllegalStateException(
          "the kernel " + use.name() + " was not verified for a length of " + use.length());
    }
  }

  /** What was found wrong with kernels that were asked for, a line each. */
  public List<String> distrusted() {
    return List.copyOf(distrusted);
  }

  /** What was found wrong with the first of {@code launches} that was, in one line. */
  public Optional<String> fault(List<Launch> launches) {
    return launches.stream()
        .map(launch -> verdict(KernelUse.of(launch)))
        .filter(verdict -> verdict != null && verdict.fault().isPresent())
        .map(verdict -> verdict.fault().get())
        .findFirst();
  }

  /** The refusal of an operation for which nothing right is left. */
  public UnverifiedException refusal(String op, Optional<String> fault) {
    return new UnverifiedException(
        device + " computes " + op + " wrong (" + fault.orElse("no kernel is right") + ")",
        remedy());
  }

  private static Message remedy() {
    return Message.of(
        "Use ",
        Setting.BACKEND,
        " cpu or another ",
        Setting.DEVICE,
        ", or update its driver; ",
        Setting.UNVERIFIED,
        " computes with it all the same");
  }

  private Verdict verdict(KernelUse use) {
    if (!looked) {
      looked = true;
      bury();
    }
    return verdicts
        .computeIfAbsent(use.program(), it -> new HashMap<>(store.read(identity.apply(it))))
        .get(use.name());
  }

  /** Verdicts on what earlier processes died of. */
  private void bury() {
    store
        .folder()
        .ifPresent(
            folder -> {
              for (VerificationMarker.Death death : VerificationMarker.collect(folder)) {
                Map<String, Verdict> wrong = new LinkedHashMap<>();
                for (String name : death.names()) {
                  wrong.put(
                      name, Verdict.wrong("the process ended while " + name + " was verified"));
                }
                store.add(death.identity(), wrong);
                news.accept(
                    "an earlier process ended while the kernel "
                        + String.join(", ", death.names())
                        + " was verified, so it is not used");
              }
            });
  }

  private void probe() {
    if (probed) {
      return;
    }
    judge("the probes", probes.use(), probes::run)
        .ifPresent(
            fault -> {
              throw new UnverifiedException(
                  device + " does not do what every kernel relies on: " + fault, remedy());
            });
    probed = true;
  }

  /**
   * What is wrong with the step that says whether the device is of use, in one line, or empty: it
   * is made once, and not where the answer cannot be kept.
   *
   * @param trial makes the step
   */
  public Optional<String> faultOfStep(Callable<Trial> trial) {
    KernelUse step = stepOf(probes.use());
    return verdict(step) != null || remembers() ? judge("a step", step, trial) : Optional.empty();
  }

  /** The verdict on the step is kept with that on the probes, as it is about the device. */
  static KernelUse stepOf(KernelUse probe) {
    return new KernelUse(probe.program(), STEP, 1);
  }

  private Optional<String> judge(String what, KernelUse use, Callable<Trial> trial) {
    Verdict known = verdict(use);
    if (known == null) {
      Trial done = guarded(what, List.of(use), trial);
      known = done.fault().map(Verdict::wrong).orElse(Verdict.right(use.length()));
      keep(Map.of(use.program(), Map.of(use.name(), known)));
    }
    return known.fault();
  }

  /** Whether the next process will know what is found out now. */
  private boolean remembers() {
    String program = identity.apply(probes.use().program());
    store.add(program, Map.of());
    return store.keeps(program);
  }

  private void keep(Map<ProgramKey, Map<String, Verdict>> found) {
    found.forEach(
        (program, uses) -> {
          Map<String, Verdict> known = verdicts.computeIfAbsent(program, it -> new HashMap<>());
          uses.forEach((name, verdict) -> known.merge(name, verdict, Verdict::longer));
          store.add(identity.apply(program), uses);
        });
  }

  /** Runs {@code trial} behind a marker, and not for ever. */
  private Trial guarded(String what, List<KernelUse> uses, Callable<Trial> trial) {
    Optional<VerificationMarker> marker =
        store.folder().flatMap(folder -> VerificationMarker.write(folder, deaths(uses)));
    try {
      return Deadline.call(trial, mostMillis);
    } catch (TimeoutException late) {
      hangs = true;
      String fault = "not done in " + mostMillis / 1000.0 + " s";
      Map<ProgramKey, Map<String, Verdict>> found = new LinkedHashMap<>();
      for (KernelUse use : uses) {
        found
            .computeIfAbsent(use.program(), it -> new LinkedHashMap<>())
            .put(use.name(), Verdict.wrong(fault));
      }
      keep(found);
      throw new UnverifiedException(
          device + ": verifying " + what + " (" + names(uses) + ") was " + fault,
          Message.of("It counts as wrong from now on. ").then(remedy()));
    } finally {
      marker.ifPresent(VerificationMarker::close);
    }
  }

  private List<VerificationMarker.Death> deaths(List<KernelUse> uses) {
    Map<ProgramKey, List<String>> names = new LinkedHashMap<>();
    for (KernelUse use : uses) {
      names.computeIfAbsent(use.program(), it -> new ArrayList<>()).add(use.name());
    }
    return names.entrySet().stream()
        .map(
            entry -> new VerificationMarker.Death(identity.apply(entry.getKey()), entry.getValue()))
        .toList();
  }

  private static String names(List<KernelUse> uses) {
    return uses.stream().map(KernelUse::kernel).distinct().collect(Collectors.joining(", "));
  }
}
