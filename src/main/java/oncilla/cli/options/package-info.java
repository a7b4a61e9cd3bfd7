/**
 * Options that several commands share, as mixins of picocli: a group of options that belong
 * together ({@code …Options}), checked in one place and turned into what the packages below take.
 * {@link oncilla.cli.options.CommonOptions} is in every command, {@link
 * oncilla.cli.options.BackendOptions} in every command that computes. A value that needs reading,
 * such as {@link oncilla.cli.options.HiddenLayers}, has a type here.
 */
package oncilla.cli.options;
