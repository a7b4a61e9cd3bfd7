/**
 * What every backend shares that computes in the caller's thread, on memory of this process. {@link
 * oncilla.backend.host.HostBackend} is the backend without its operations: lifetime, transfers and
 * plans. {@link oncilla.backend.host.HostMemory} says where the numbers lie: in Java arrays ({@code
 * backend.ejml}) or outside the heap ({@code backend.cpu}).
 *
 * <p>Those two stand side by side and do not know each other. A backend whose native library does
 * not load finds another one in plain Java as a service, {@link
 * oncilla.backend.host.PlainJavaBackend}.
 */
package oncilla.backend.host;
