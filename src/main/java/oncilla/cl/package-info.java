/**
 * The device seam: the part of OpenCL 1.2 that Oncilla uses, as small interfaces. {@code cl.jocl}
 * and {@code cl.lwjgl} implement it, and the tests have a third implementation without a device.
 *
 * <p>The way down: {@link oncilla.cl.ClDrivers} finds a {@link oncilla.cl.ClDriver}, which lists
 * {@link oncilla.cl.ClDevice}s (by {@link oncilla.cl.DeviceSearch}, one rule for all bindings: a
 * platform or device that answers with an error is passed over and named; {@link
 * oncilla.cl.KnownDevices} keeps what was found) and opens a {@link oncilla.cl.ClContext} on one.
 * The context makes queues, buffers and programs; a program makes kernels, and gives its binary for
 * a later process to load; a queue turns a kernel with its work sizes into a {@link
 * oncilla.cl.ClLaunch}, which a training step then enqueues again and again. Whoever made an object
 * closes it; a second close does nothing. An object serves one thread at a time.
 *
 * <p>Three kinds of failure. No OpenCL on the machine is an ordinary answer, {@link
 * oncilla.cl.ClUnavailableException}, with a remedy. A failed call is a {@link
 * oncilla.cl.ClException} with call, code and symbol, and a failed compilation a {@link
 * oncilla.cl.ClBuildException} with log and source. A misuse that the library would answer with a
 * crash, such as the use of a closed object, is an {@link java.lang.IllegalStateException} or
 * {@link java.lang.IllegalArgumentException}.
 */
package oncilla.cl;
