/**
 * Holding a part of a training set out. A {@link oncilla.data.split.ValidationSplit} draws which
 * examples; {@code EqualRows} finds those that are stored alike, which stay on one side; a {@code
 * RowSelection} is a part of the rows, which are not copied.
 */
package oncilla.data.split;
