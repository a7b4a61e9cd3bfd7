package oncilla.check.verification;

/** How a case's tensors are put into memory. */
public enum Surroundings {
  /**
   * Each between two guard zones of its own block, and everything poisoned before: an output with
   * NaN, so that an element that is not written shows; the guards too, so that one that is read or
   * written shows.
   */
  GUARDED,
  /**
   * Each in a buffer of exactly its size, not poisoned: what a checker like oclgrind needs, to
   * which a guard zone is good memory and a poisoned output an initialised one.
   */
  EXACT
}
