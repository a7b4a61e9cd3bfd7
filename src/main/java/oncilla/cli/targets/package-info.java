/**
 * What commands compare or measure: {@link oncilla.cli.targets.CheckTargets} are lists of backends,
 * bindings, precisions and a device that narrow everything usable here, {@link
 * oncilla.cli.targets.TargetOptions} those of them that are about OpenCL.
 */
package oncilla.cli.targets;
