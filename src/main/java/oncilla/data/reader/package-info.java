/**
 * The readers of data files. {@link oncilla.data.reader.Datasets} is the way in: it tells from a
 * path which reader takes it. HDF5, MATLAB and NumPy files give named arrays, from which {@link
 * oncilla.data.reader.ArrayFile} picks the set that is asked for and {@link
 * oncilla.data.reader.ArrayDatasets} makes a data set ({@link oncilla.data.reader.Hdf5Chunks} knows
 * of parts of them that were never written); {@link oncilla.data.table.CsvFile} parses text, and
 * {@link oncilla.data.reader.ImageFolder} takes a folder of pictures.
 *
 * <p>{@link oncilla.data.reader.ClassFolders} finds the classes of such a folder, {@link
 * oncilla.data.reader.ImageListing} the files below each, without what {@link
 * oncilla.data.reader.LeftBehind} knows to be no picture, and {@link oncilla.data.reader.ImageFile}
 * reads one; how it becomes a row is told in {@link oncilla.data.image}.
 *
 * <p>What is wrong with a file is one line: which file, where in it, what was found, what was
 * expected.
 */
package oncilla.data.reader;
