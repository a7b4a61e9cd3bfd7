/**
 * Measuring how fast a backend is. Nothing here judges: figures are medians with their spread, and
 * a comparison is made of pairs that were measured in turns, so that whatever else the machine does
 * meets both.
 *
 * <p>{@link oncilla.bench.Rounds} is the stop-watch: it warms up, finds out how many runs fill a
 * sample, and takes samples of all subjects in turns. {@link oncilla.bench.MatmulBench} measures
 * matrix products, which are cases of {@link oncilla.check.op.OpCases}; {@link
 * oncilla.bench.StepBench} the training step that {@code train} runs; {@link
 * oncilla.bench.LaunchBench} what an operation costs that has nothing to do; {@link
 * oncilla.bench.ScalingBench} whether cost grows as the work does.
 *
 * <p>Examples are {@link oncilla.bench.RandomExamples}, defined by a formula that is short in any
 * language: so a peer can compute the same step and be seen to get the same cost.
 */
package oncilla.bench;
