/**
 * Pictures in measurements: {@link oncilla.bench.picture.DecodeBench} measures how fast they become
 * rows, and {@link oncilla.bench.picture.CachedExamples} lie in a file like those that were
 * decoded.
 */
package oncilla.bench.picture;
