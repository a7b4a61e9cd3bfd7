/**
 * The one place that checks arguments: {@link oncilla.backend.checked.CheckedOps} stands in front
 * of each backend's operations, and no implementation checks again.
 */
package oncilla.backend.checked;
