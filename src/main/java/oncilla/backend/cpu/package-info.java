/**
 * What {@code --backend cpu} opens: the operations of {@link oncilla.backend.ejml} with faster
 * matrix products. Checks never use it as the reference.
 */
package oncilla.backend.cpu;
