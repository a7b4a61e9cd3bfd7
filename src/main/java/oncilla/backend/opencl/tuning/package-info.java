/**
 * Finding, keeping and looking up the fastest matrix products of a device. {@link
 * oncilla.backend.opencl.tuning.Autotuner} is the service: for each kind of product a search
 * proposes members of the families, which are verified, then timed in turns with the best so far.
 * What it finds goes into a file; {@link oncilla.backend.opencl.tuning.TuningDatabase} looks up, in
 * the user's file and the shipped ones, which variant a device gets. This is the highest room of
 * the OpenCL backend: the others do not know that anything is tuned.
 */
package oncilla.backend.opencl.tuning;
