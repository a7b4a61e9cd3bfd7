/**
 * The command line. {@link oncilla.cli.Main} builds the commands and turns their outcome into an
 * exit code; each command is a small class that reads its options, calls the packages below, and
 * prints. Options that several commands share are mixins ({@code …Options}). Standard output
 * carries results only; messages and progress go to standard error.
 */
package oncilla.cli;
