/**
 * Counting memory before there is any. Code that allocates takes {@link
 * oncilla.train.memory.Arenas}, one for each {@link oncilla.train.memory.MemoryUse}. In a run that
 * is one arena of the backend; a {@link oncilla.train.memory.CountingArena} in its place adds up
 * and allocates nothing, so that what is counted is what that code allocates, and is counted by no
 * second formula.
 */
package oncilla.train.memory;
