package oncilla.io;

import java.util.List;

/**
 * What a data set calls things, beyond the names of its two classes. A model keeps that of the data
 * it was trained on, so that other data can be compared with it.
 *
 * @param classes which of the two class names the data says
 * @param negatives names of the folders whose images have label 0; empty where it is no folder
 * @param columns names of the inputs in their order; empty where they have none
 * @param label the column with the labels: its name, or its number in a table without names; empty
 *     where that follows from nothing but its place at the end
 * @param ignored names or numbers of columns that were left out
 */
public record DataNames(
    NamedClasses classes,
    List<String> negatives,
    List<String> columns,
    String label,
    List<String> ignored) {
  /** Copies the lists. */
  public DataNames {
    negatives = List.copyOf(negatives);
    columns = List.copyOf(columns);
    ignored = List.copyOf(ignored);
  }

  /** Class names as {@code classes} says, and no other names. */
  public static DataNames of(NamedClasses classes) {
    return new DataNames(classes, List.of(), List.of(), "", List.of());
  }

  /** No names. */
  public static DataNames none() {
    return of(NamedClasses.NONE);
  }

  /** These names with others of the classes. */
  public DataNames withClasses(NamedClasses other) {
    return new DataNames(other, negatives, columns, label, ignored);
  }

  /** These names with other columns. */
  public DataNames withColumns(List<String> other) {
    return new DataNames(classes, negatives, other, label, ignored);
  }
}
