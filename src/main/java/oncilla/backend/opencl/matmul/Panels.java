package oncilla.backend.opencl.matmul;

import oncilla.cl.ClBuffer;

/**
 * The panels of an operand that was packed ahead of its product.
 *
 * @param memory where they are
 * @param offset of the first element
 */
record Panels(ClBuffer memory, long offset) {}
