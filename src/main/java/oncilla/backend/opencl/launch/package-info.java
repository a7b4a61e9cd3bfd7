/**
 * One kernel launch and the memory it works on. A {@link oncilla.backend.opencl.launch.Launch} is
 * complete: program, kernel, arguments, work sizes; a {@link
 * oncilla.backend.opencl.launch.LaunchSink} enqueues it at once or keeps it for a plan. {@link
 * oncilla.backend.opencl.launch.OpenClTensor}s are pieces of the buffers of an {@link
 * oncilla.backend.opencl.launch.OpenClArena}; memory for packed operands has a budget of its own.
 */
package oncilla.backend.opencl.launch;
