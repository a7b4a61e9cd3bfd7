package oncilla.train.memory;

import oncilla.backend.Arena;

/** Where memory is allocated that is for something. */
@FunctionalInterface
public interface Arenas {
  /** The arena for this use; closed by whoever opened it. */
  Arena of(MemoryUse use);

  /** The same arena for all uses. */
  static Arenas all(Arena arena) {
    return use -> arena;
  }
}
