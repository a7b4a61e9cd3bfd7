package oncilla.backend.opencl.program;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import oncilla.base.BuildVersion;
import oncilla.base.Closing;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClProgram;

/**
 * Compiled programs of one context, each made once: from the {@link ProgramCache}, or by the
 * compiler. Kernels made from them belong to the caller.
 *
 * <p>What the compiler made goes into the cache when the library closes, and not at once: PoCL
 * compiles for a binary every kernel of the program for any work-group size, which takes longer
 * than the build itself, and a first step need not wait for that. Loading the binary is worth it
 * there too, although PoCL has a cache of its own: measured 1.5 to 3 ms a program against 18 to 21
 * ms from source with PoCL's cache warm and 90 to 480 ms with it cold. Code for a work-group size
 * that was enqueued before comes from PoCL's cache in 2 to 6 ms either way.
 */
public final class KernelLibrary implements AutoCloseable {
  /**
   * A run compiles a dozen or two programs. Whoever compiles more compares kernels, and is not
   * worth the minute that a CPU device takes for the binaries of all of them: it compiles for each
   * once more, where a GPU's driver hands out what it has.
   */
  private static final int MOST_STORED_ON_CPU = 24;

  private final ClContext context;
  private final ProgramCache cache;
  private final UnaryOperator<String> sources;
  private final Map<ProgramKey, ClProgram> programs = new HashMap<>();
  private final Map<String, ClProgram> compiled = new HashMap<>();
  private final Map<ProgramKey, String> identities = new HashMap<>();

  /** A library of the sources in {@code kernels/}, which looks for binaries in {@code cache}. */
  public KernelLibrary(ClContext context, ProgramCache cache) {
    this(context, cache, KernelSource::load);
  }

  /** With other sources, from a kernel file's name. */
  public KernelLibrary(ClContext context, ProgramCache cache, UnaryOperator<String> sources) {
    this.context = context;
    this.cache = cache;
    this.sources = sources;
  }

  /**
   * A library of the same sources that keeps nothing, for a program that nobody needs again: for a
   * binary PoCL compiles all of it once more.
   */
  public KernelLibrary passing() {
    return new KernelLibrary(context, ProgramCache.off(), sources);
  }

  /** A new kernel object; makes its program the first time. */
  public ClKernel create(ProgramKey key, String kernel) {
    return programs.computeIfAbsent(key, this::program).createKernel(kernel);
  }

  private ClProgram program(ProgramKey key) {
    String source = sources.apply(key.file());
    if (!cache.isOn()) {
      return context.build(key.file(), source, key.options());
    }
    String identity = identity(key);
    Optional<ClProgram> loaded = cache.find(identity).flatMap(binary -> load(key, binary));
    if (loaded.isPresent()) {
      return loaded.get();
    }
    ClProgram program = context.build(key.file(), source, key.options());
    compiled.put(identity, program);
    return program;
  }

  /** A binary that the driver does not take after all is replaced by what the compiler makes. */
  private Optional<ClProgram> load(ProgramKey key, byte[] binary) {
    try {
      return Optional.of(context.load(key.file(), binary, key.options()));
    } catch (ClException refused) {
      return Optional.empty();
    }
  }

  /**
   * {@link #identity(ProgramKey)} on a device that no library is open for.
   *
   * @param sources from a kernel file's name
   */
  public static String identity(ClDevice device, ProgramKey key, UnaryOperator<String> sources) {
    return identity(device, key, sources.apply(key.file()));
  }

  /**
   * Everything that the compiler's result depends on: program, device, driver and options. What was
   * found out about a kernel holds for it and for nothing else.
   */
  public String identity(ProgramKey key) {
    return identities.computeIfAbsent(
        key, it -> identity(context.device(), it, sources.apply(it.file())));
  }

  private static String identity(ClDevice device, ProgramKey key, String source) {
    return String.join(
        "\n",
        "Oncilla " + BuildVersion.current(),
        "platform " + device.platform(),
        "device " + device.name(),
        "vendor " + device.vendor(),
        "driver " + device.driverVersion(),
        "version " + device.version(),
        "language " + device.languageVersion(),
        "file " + key.file(),
        "options " + key.options(),
        source);
  }

  @Override
  public void close() {
    if (compiled.size() <= MOST_STORED_ON_CPU || context.device().type() != ClDevice.Type.CPU) {
      compiled.forEach(this::store);
    }
    compiled.clear();
    DeviceCalls.run(() -> Closing.all(programs.values()));
    programs.clear();
  }

  private void store(String identity, ClProgram program) {
    byte[] binary;
    try {
      binary = program.binary();
    } catch (ClException none) {
      // A device that failed has nothing to give, and what it failed at was reported then.
      return;
    }
    if (binary.length > 0) {
      cache.store(identity, binary);
    }
  }
}
