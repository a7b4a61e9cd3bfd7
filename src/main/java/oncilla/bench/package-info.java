/**
 * Measuring how fast a backend is. Results are medians with their spread, without a verdict; a
 * comparison is made of pairs that were measured in turns, so that whatever else the machine does
 * meets both.
 *
 * <p>{@link oncilla.bench.Rounds} is the stop-watch: it warms up, finds out how many runs fill a
 * sample, and takes {@link oncilla.bench.Samples} of every {@link oncilla.bench.Timed} in turns.
 * {@link oncilla.bench.MatmulBench} measures matrix products, which are cases of {@link
 * oncilla.check.op.OpCases}; {@link oncilla.bench.StepBench} the training step that {@code train}
 * runs; {@link oncilla.bench.LaunchBench} what an operation costs that computes next to nothing;
 * {@link oncilla.bench.ScalingBench} whether time grows as the work does. Each measures {@link
 * oncilla.bench.BenchTarget}s, open backends with a name.
 *
 * <p>Examples are {@link oncilla.bench.RandomExamples}, defined by a formula that is short in any
 * language: so another program can compute the same step and be seen to get the same cost. Those
 * programs are in {@code peers/}.
 */
package oncilla.bench;
