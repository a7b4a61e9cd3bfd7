/**
 * Choosing a device. {@link oncilla.backend.opencl.device.DeviceSelection} lists the devices of a
 * binding and matches a request to one of them, or says why none will do ({@link
 * oncilla.backend.opencl.device.DeviceChoice}); {@code KnownDefects} are devices and drivers that
 * are known to compute wrongly, and {@code DeviceProblems} words what failed while listing. {@link
 * oncilla.backend.opencl.device.FaultHandler} mends what listing and compiling on a CPU device do
 * to the Java virtual machine.
 */
package oncilla.backend.opencl.device;
