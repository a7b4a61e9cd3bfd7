/**
 * Training on rows that stay with the host. {@link oncilla.train.stream.StagedBatches} has a ring
 * of slots on the device, each with host memory in front of it ({@link
 * oncilla.backend.Backend.Staging}); the threads of a {@code BatchFeeder} write the rows of the
 * next batches there, as {@code RowWriter} has them, and a step gathers its input from a slot that
 * has arrived.
 *
 * <p>Which rows a batch has, and what is computed of them, does not depend on all that: a run that
 * streams ends in the same bytes as one whose training set lies on the device.
 */
package oncilla.train.stream;
