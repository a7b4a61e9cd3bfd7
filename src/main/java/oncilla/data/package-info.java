/**
 * Data sets and their readers.
 *
 * <p>A {@link oncilla.data.Dataset} is {@link oncilla.data.Features} (one example per row, read a
 * range of rows at a time; the readers make {@link oncilla.data.Pixels}, bytes that are divided by
 * 255, or a {@link oncilla.data.Table} of numbers), a label 0 or 1 for each, and the names of the
 * two classes. {@link oncilla.data.reader.Datasets} finds out what a path is and calls the reader
 * for it:
 *
 * <ul>
 *   <li>{@code Hdf5File}, {@code MatFile} and {@code NpzFile} answer the named arrays of a file as
 *       an {@code ArrayFile}, which picks the pair to train or to test on by {@code UsualArrays},
 *       and {@code ArrayDatasets} checks shapes and values in one place for all three;
 *   <li>{@code CsvFile} parses text: {@code CsvHeader} tells names from an example, {@code
 *       CsvColumns} which column is what; {@code LabelCoding} gives labels of all files their
 *       meaning;
 *   <li>{@code ImageFolder} decodes many images at once with {@link oncilla.data.reader.ImageFile},
 *       which is also what a single picture to be classified goes through: {@code ImageDecoder}
 *       (files to pixels), {@code RgbRows} (any pixels to 8-bit sRGB), {@code AreaAverage} (to a
 *       square), {@code ExifOrientation} (upright).
 * </ul>
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
