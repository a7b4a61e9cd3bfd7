/**
 * Options that several commands share, as mixins of picocli: a group of options that belong
 * together ({@code …Options}), checked in one place and turned into what the packages below take.
 * {@link oncilla.cli.options.CommonOptions} is in nearly every command, {@link
 * oncilla.cli.options.BackendOptions} in those that compute on one backend, {@link
 * oncilla.cli.targets.CheckTargets} in those that compare several. A value that needs reading, such
 * as {@link oncilla.cli.options.HiddenLayers}, has a type here.
 */
package oncilla.cli.options;
