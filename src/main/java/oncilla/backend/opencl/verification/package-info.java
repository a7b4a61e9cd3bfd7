/**
 * Deciding which kernels are trusted. A {@link oncilla.backend.opencl.verification.KernelUse} is
 * what a run does with a kernel; the {@link oncilla.backend.opencl.verification.KernelGate} lets it
 * pass where a {@link oncilla.backend.opencl.verification.Verdict} covers it, and has it tried
 * where there is none. Verdicts lie beside the compiled programs ({@link
 * oncilla.backend.opencl.verification.VerdictStore}). {@code VerificationMarker} tells a later
 * process what this one died of, {@code Deadline} gives a hanging driver up, and {@link
 * oncilla.backend.opencl.verification.Probes} try what every kernel takes for granted. Which cases
 * there are is not known here.
 */
package oncilla.backend.opencl.verification;
