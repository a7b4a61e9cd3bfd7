/**
 * The golden runs: what a reference implementation in NumPy gave for the notes' data and seeds, and
 * how close to it a backend must come. {@link oncilla.golden.GoldenRuns} checks any backend along
 * the run, in fp64; {@link oncilla.golden.StepCheck} checks one in fp32, step by step from the fp64
 * path of {@link oncilla.golden.DoublePath}.
 */
package oncilla.golden;
