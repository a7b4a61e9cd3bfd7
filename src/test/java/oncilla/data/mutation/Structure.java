package oncilla.data.mutation;

import java.util.SplittableRandom;

/** Mutates what lies inside a format, and mends what would give the mutation away. */
@FunctionalInterface
interface Structure {
  /**
   * A mutated file.
   *
   * @param file not modified
   * @param other another good file of the kind
   */
  byte[] mutate(byte[] file, byte[] other, SplittableRandom random);

  /** Bytes as they are. */
  static Structure bytes() {
    return ByteMutations::several;
  }

  /** Words and numbers of a text. */
  static Structure text() {
    return (file, other, random) -> TextMutations.several(file, random);
  }
}
