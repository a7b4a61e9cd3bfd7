/**
 * The command {@code tune}, which finds the fastest matrix products of a device. {@link
 * oncilla.cli.tune.TuneCommand} asks the service that tunes; {@link oncilla.cli.tune.TuneProgress}
 * says meanwhile what is tried, and {@link oncilla.cli.tune.TuneTable} prints what was found.
 */
package oncilla.cli.tune;
