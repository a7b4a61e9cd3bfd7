/**
 * The golden runs: what a reference implementation in NumPy gave for the notes' data and seeds, and
 * how close to it a backend must come. {@link oncilla.golden.GoldenRuns} checks any backend.
 */
package oncilla.golden;
