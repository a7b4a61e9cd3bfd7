/**
 * The commands that measure: {@code bench matmul}, {@code step}, {@code launch} and {@code
 * scaling}. {@link oncilla.cli.bench.OpenTargets} opens all backends to measure at the same time,
 * so that they can take turns; each command prints a table, or a {@link
 * oncilla.cli.bench.BenchDocument}, which is the JSON that the programs in {@code peers/} write as
 * well.
 */
package oncilla.cli.bench;
