/**
 * Data sets and their readers. {@code Datasets} finds out what a path is and calls the reader for
 * it; every reader checks sizes before it allocates and reports what is wrong in one line.
 */
package oncilla.data;
