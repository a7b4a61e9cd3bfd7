/**
 * Random numbers that are the same everywhere. {@link oncilla.random.NumpyRandom} draws the start
 * of a network as NumPy would, so that a seed gives the notes' run. {@link oncilla.random.Philox}
 * is counter-based: any element of its streams can be computed by itself, in Java as in a kernel,
 * so every backend draws the same dropout mask. {@link oncilla.random.PhiloxSource} reads one of
 * those streams in order.
 */
package oncilla.random;
