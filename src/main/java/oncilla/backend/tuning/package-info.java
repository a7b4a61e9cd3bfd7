/**
 * Tuning the matrix products of a device, as its users see it. A {@link
 * oncilla.backend.tuning.Tuner} is a service: it takes a {@link
 * oncilla.backend.tuning.TuningRequest}, tells a {@link oncilla.backend.tuning.TuningProgress} what
 * it tries, and returns a {@link oncilla.backend.tuning.TuningRow} for each kind of product. No
 * candidate counts before its results were verified by a reference that the tuner is given and the
 * tuned backend cannot see.
 */
package oncilla.backend.tuning;
