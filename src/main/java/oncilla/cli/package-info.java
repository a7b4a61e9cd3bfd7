/**
 * The command line. {@link oncilla.cli.Main} runs the command that its arguments name, and {@link
 * oncilla.cli.OncillaCommand} lists the commands; a failure becomes a few lines and an exit code in
 * {@link oncilla.cli.Failures}. Standard output carries results only; messages and progress go to
 * standard error.
 *
 * <p>Each family of commands has a room: {@code train} ({@code train}, {@code evaluate}, {@code
 * predict}), {@code check} ({@code devices}, {@code crosscheck}, {@code gradcheck}), {@code
 * experiment} ({@code experiment}, {@code plot}), {@code tune}, {@code bench}. A command is a small
 * class that reads its options, calls the packages below, and prints. What commands share lies in
 * {@code options} and {@code console}; how a run outlives its process, in {@code checkpoint}.
 */
package oncilla.cli;
