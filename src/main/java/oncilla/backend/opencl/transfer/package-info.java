/**
 * Copies between host and device: {@link oncilla.backend.opencl.transfer.HostTransfer}, which waits
 * for them; {@link oncilla.backend.opencl.transfer.LaterUploads}, small ones that nobody waits for;
 * and {@link oncilla.backend.opencl.transfer.PinnedStaging}, batches on a queue of their own.
 */
package oncilla.backend.opencl.transfer;
