package oncilla.check.gradient;

/**
 * One number of a network's parameters.
 *
 * @param block the block it lies in
 * @param index its place in the block, row-major
 */
record ParameterElement(ParameterBlock block, int index) {}
