/**
 * Tables in text, and what labels of any file mean. {@link oncilla.data.table.CsvFile} reads a
 * table through {@code CsvLines} (fields), {@code CsvHeader} (names or an example) and {@code
 * CsvColumns} (which column is what, with {@code CsvProbe} looking into one before). {@link
 * oncilla.data.table.LabelValues} collects labels of any file and {@link
 * oncilla.data.table.LabelCoding} decides which is 0 and which is 1. What can be understood in two
 * ways is refused with the setting that decides; what is understood in the only way but not plainly
 * is said.
 */
package oncilla.data.table;
