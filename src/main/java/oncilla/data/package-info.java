/**
 * Data sets and their readers.
 *
 * <p>A {@link oncilla.data.Dataset} is {@link oncilla.data.Features} (one example per row, read a
 * range of rows at a time; the readers make {@link oncilla.data.Pixels}, bytes that are divided by
 * 255, or a {@link oncilla.data.Table} of numbers), a label 0 or 1 for each, and the names of the
 * two classes. {@link oncilla.data.reader} tells how files become one, {@link oncilla.data.image}
 * how a picture becomes a row.
 *
 * <p>A {@link oncilla.data.split.ValidationSplit} holds a part of a training set out; both parts
 * are rows of the whole, chosen by number, and nothing is copied.
 *
 * <p>What data says of names is in {@code Dataset.names}; {@link oncilla.data.Matching} compares it
 * with an {@link oncilla.data.Expectation}, which is other data or a model.
 *
 * <p>Every reader checks sizes before it allocates, reads all or nothing, and reports what is wrong
 * as a {@link oncilla.data.DataException} of one line: which file, where in it, what was found,
 * what was expected. Files are treated as if they came from anywhere: whatever a library throws at
 * a damaged one is turned into that line, with the cause kept.
 */
package oncilla.data;
