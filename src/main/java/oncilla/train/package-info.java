/**
 * The training loop. A {@link oncilla.train.TrainingStep} is recorded once on a backend and
 * replayed; the {@link oncilla.train.Trainer} replays it and now and then reads the cost; {@link
 * oncilla.train.TrainingListener}s watch. An {@link oncilla.train.Evaluator} measures parameters
 * afterwards; {@code LearningCurves} measure them on the way, where there is a test set; both run
 * an {@code InferencePlan}, block by block. What the {@code metric} room makes of the outputs are
 * {@link oncilla.train.metric.Scores}.
 *
 * <p>{@code Watching} says when a run is looked at, and holds what looks: the learning curves, and
 * where there is a {@link oncilla.train.Validation} a {@code Validator}, which keeps the best
 * parameters on the device and says when the run is to stop. The {@code rate} room tries learning
 * rates.
 *
 * <p>The loop itself is a {@code Sitting}: a run from where it begins, or goes on, to where it ends
 * or is interrupted. The {@code checkpoint} room puts its state into files.
 *
 * <p>{@code StepMemory} and {@code InferenceMemory} allocate, and {@code StepProgram} says what is
 * computed over the former. Run with a {@code CountingArena} of the {@code memory} room, which adds
 * up and allocates nothing, they tell {@link oncilla.train.MemoryEstimate}, before anything is
 * allocated, whether a run fits its device; {@link oncilla.train.MemoryPlan} finds the way in which
 * it does, maybe with batches that are computed in parts. {@code DeviceFeatures} are examples in a
 * backend's memory, as they are stored, from which a batch or a block is gathered. {@code
 * InFlightLimit} bounds how much work a device has been given and has not done.
 *
 * <p>A cost that is not finite ends a run with a {@link
 * oncilla.train.health.NonFiniteCostException} that names iteration and layer.
 */
package oncilla.train;
