/**
 * The readers of data files. {@link oncilla.data.reader.Datasets} is the way in: it tells from a
 * path which reader takes it. HDF5, MATLAB and NumPy files give named arrays, from which {@link
 * oncilla.data.reader.ArrayFile} picks the set that is asked for and {@link
 * oncilla.data.reader.ArrayDatasets} makes a data set; {@link oncilla.data.table.CsvFile} parses
 * text, and {@link oncilla.data.reader.ImageFolder} takes a folder of pictures.
 *
 * <p>A picture becomes a row in {@link oncilla.data.reader.ImageFile}: by {@link
 * oncilla.data.reader.ImageDecoder}, {@link oncilla.data.reader.RgbRows}, {@link
 * oncilla.data.reader.AreaAverage} and {@link oncilla.data.reader.ExifOrientation}, in that order.
 * What is wrong with a file is one line: which file, where in it, what was found, what was
 * expected.
 */
package oncilla.data.reader;
