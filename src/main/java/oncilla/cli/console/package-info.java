/**
 * What every command says to the person in front of it: {@link oncilla.cli.console.Messages} and
 * progress on standard error ({@link oncilla.cli.console.ProgressDisplay}, live where {@link
 * oncilla.cli.console.Terminal} finds a terminal), usage errors ({@link
 * oncilla.cli.console.Usage}), exit codes ({@link oncilla.cli.console.ExitCodes}) and the version.
 * {@link oncilla.cli.console.Wording} puts options in the place of the settings that a library's
 * message names. Results go to standard output, which tells why it could not be written ({@link
 * oncilla.cli.console.StandardOutput}). Nothing here knows a command; the commands that are printed
 * begin as this process did ({@link oncilla.cli.console.Invocation}).
 */
package oncilla.cli.console;
