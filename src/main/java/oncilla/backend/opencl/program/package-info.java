/**
 * Compiled kernels. A {@link oncilla.backend.opencl.program.ProgramKey} names a kernel file and the
 * macros it is compiled with; {@link oncilla.backend.opencl.program.KernelLibrary} makes each
 * program of a context once, from the {@link oncilla.backend.opencl.program.ProgramCache}, which
 * outlives the process, or by the device's compiler. Failures of the device leave as exceptions
 * that users of a backend know. This is the lowest room of the OpenCL backend.
 */
package oncilla.backend.opencl.program;
