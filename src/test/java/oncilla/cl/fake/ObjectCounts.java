package oncilla.cl.fake;

import java.util.EnumMap;
import java.util.Map;

/** How many objects of each kind were created, and how many of them are not released yet. */
public final class ObjectCounts {
  private final Map<Kind, Integer> created = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> live = new EnumMap<>(Kind.class);

  void create(Kind kind) {
    created.merge(kind, 1, Integer::sum);
    live.merge(kind, 1, Integer::sum);
  }

  void release(Kind kind) {
    live.merge(kind, -1, Integer::sum);
  }

  /** Created since the beginning. */
  public int created(Kind kind) {
    return created.getOrDefault(kind, 0);
  }

  /** Created and not released. */
  public int live(Kind kind) {
    return live.getOrDefault(kind, 0);
  }

  /** A copy of all created counts that are not 0: compare before and after to see what was made. */
  public Map<Kind, Integer> created() {
    return Map.copyOf(created);
  }

  /** All live counts that are not 0; empty if everything is released. */
  public Map<Kind, Integer> live() {
    Map<Kind, Integer> nonZero = new EnumMap<>(live);
    nonZero.values().removeIf(count -> count == 0);
    return Map.copyOf(nonZero);
  }
}
