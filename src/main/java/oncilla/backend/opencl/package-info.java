/**
 * The OpenCL backend: hand-written kernels from {@code kernels/*.cl} behind {@link
 * oncilla.backend.Ops}.
 *
 * <p>{@link oncilla.backend.opencl.runtime.OpenClOps} turns an operation into a few {@code
 * Launch}es (program, macros, arguments, work size), which the {@code …Launches} of each kernel
 * file and the {@code MatmulVariant}s make. A {@code LaunchSink} either enqueues a launch at once
 * or keeps it for a plan; a plan's launches each own a kernel object with its arguments bound, so a
 * replay is a loop of bare enqueues. Composites that bind a step are fused where that measured
 * faster; {@code TailLaunches} does all narrow layers at the end of a net in two launches. {@code
 * KernelLibrary} makes each program once, from the {@code ProgramCache} that outlives the process
 * or by the compiler; {@code KernelParameters} holds the sizes that differ between CPU devices and
 * GPUs, and {@code MatmulTable} which variant computes which product. {@code PackedLaunches} packs
 * an operand ahead of its product where the {@code PackingPlan} estimates that it gains, and one
 * that nothing changes once for a plan, into {@code PanelMemory} whose budget keeps it back from
 * tensors.
 *
 * <p>{@code TuningDatabase} replaces the variants of matrix products by what was measured to be
 * fastest, from the user's file and the shipped ones ({@code TuningFile}). {@code Autotuner} writes
 * such entries: in a {@code TuningRun} {@code TuningSearch} proposes members of the {@code
 * MatmulFamilies}, and {@code CandidateComparison} has them verified ({@code CandidateRunner}) and
 * timed ({@code CandidateTimer}).
 *
 * <p>The device is reached through {@link oncilla.cl} only, so every class here works with every
 * binding; its failures leave as {@link oncilla.backend.BackendException}, since whoever uses a
 * backend knows no {@code cl}.
 */
package oncilla.backend.opencl;
