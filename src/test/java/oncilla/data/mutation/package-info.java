/**
 * Mutated files of every kind that the program reads. Whatever is in a file, its reader answers
 * with data or with one line of its own, soon, and without taking much memory. {@link
 * oncilla.data.mutation.MutatedFilesTest} tries as many as there is time for; which they are
 * follows from a seed.
 *
 * <p>Why not Jazzer: a coverage-guided run finds deeper paths, but which files it tries depends on
 * time and on native parts for three systems, one kind a JVM; here a number and a date give the
 * same file on every machine, and checksums, archives and headers are mended behind a mutation, so
 * that readers get beyond them.
 */
package oncilla.data.mutation;
