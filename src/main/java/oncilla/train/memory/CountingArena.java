package oncilla.train.memory;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.DryRun;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/**
 * Adds up what is allocated, by use, and allocates nothing: code that allocates says how much
 * memory it takes when it is run with one of these. Its tensors have a type and a shape. Where the
 * backend has a {@link DryRun} they are of that, so that {@link #plan} can tell what a plan over
 * them takes; elsewhere they belong to no backend, and an operation or a copy that meets one is an
 * {@link IllegalStateException}.
 *
 * <p>An arena {@link #inside} adds to the same sums until it is closed.
 */
public final class CountingArena implements Arena, Arenas {
  private final Backend backend;
  private final Optional<DryRun> dryRun;
  private final Optional<Arena> unbacked;
  private final Sums sums;
  private final MemoryUse use;
  private long own;
  private boolean open = true;

  /** The sums of an arena and of those inside it, in bytes. */
  private static final class Sums {
    private final Map<MemoryUse, Long> held = new EnumMap<>(MemoryUse.class);
    private Map<MemoryUse, Long> atMost = new EnumMap<>(MemoryUse.class);
    private long all;
    private long most;
    private long largest;

    void add(MemoryUse use, long bytes) {
      all = Math.addExact(all, bytes);
      held.merge(use, bytes, Long::sum);
      if (all > most) {
        most = all;
        atMost = new EnumMap<>(held);
      }
    }
  }

  private record CountedTensor(ElementType type, Shape shape) implements Tensor {
    @Override
    public Backend owner() {
      throw new IllegalStateException(
          "a tensor of " + shape + " that was only counted has no memory and no backend");
    }

    @Override
    public Tensor part(long first, Shape part) {
      shape.requirePart(first, part);
      return new CountedTensor(type, part);
    }
  }

  /**
   * Counts as arenas of {@code backend} allocate.
   *
   * @param backend asked for the size of its elements, and for its dry run
   */
  public CountingArena(Backend backend) {
    this(backend, backend.dryRun());
  }

  private CountingArena(Backend backend, Optional<DryRun> dryRun) {
    this(backend, dryRun, dryRun.map(DryRun::arena), new Sums(), MemoryUse.DATA);
  }

  private CountingArena(
      Backend backend,
      Optional<DryRun> dryRun,
      Optional<Arena> unbacked,
      Sums sums,
      MemoryUse use) {
    this.backend = backend;
    this.dryRun = dryRun;
    this.unbacked = unbacked;
    this.sums = sums;
    this.use = use;
  }

  /** An arena that adds to the same sums. */
  @Override
  public CountingArena of(MemoryUse another) {
    return new CountingArena(backend, dryRun, unbacked, sums, another);
  }

  @Override
  public Tensor allocate(ElementType type, Shape shape) {
    count(type, shape.size());
    return unbacked.isPresent()
        ? unbacked.get().allocate(type, shape)
        : new CountedTensor(type, shape);
  }

  @Override
  public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
    count(type, layout.size());
    return unbacked.isPresent()
        ? unbacked.get().allocateBlock(type, layout)
        : new TensorBlock(layout, (shape, offset) -> new CountedTensor(type, shape));
  }

  @Override
  public CountingArena inside() {
    return of(use);
  }

  /**
   * Adds what recording a plan would take beside its tensors, as scratch, if the backend can tell.
   *
   * @param program over tensors that were counted here
   * @param constants as {@link Backend#record(Consumer, Set)} takes them
   */
  public void plan(Consumer<Ops> program, Set<Tensor> constants) {
    dryRun.ifPresent(
        dry ->
            dry.planBytes(program, constants).forEach(bytes -> of(MemoryUse.SCRATCH).add(bytes)));
  }

  /** The most bytes that were held at any time, here and in arenas inside. */
  public long mostBytes() {
    return sums.most;
  }

  /** What those bytes were for, without uses of nothing. */
  public Map<MemoryUse, Long> uses() {
    Map<MemoryUse, Long> uses = new EnumMap<>(sums.atMost);
    uses.values().removeIf(bytes -> bytes == 0);
    return uses;
  }

  /** Bytes of the largest single allocation, here and in arenas inside; 0 before the first. */
  public long largestAllocationBytes() {
    return sums.largest;
  }

  /** What this arena held is held no longer; the sums of before stay. */
  @Override
  public void close() {
    if (open) {
      open = false;
      sums.add(use, -own);
    }
  }

  private void count(ElementType type, long elements) {
    if (!open) {
      throw new IllegalStateException("the arena is closed");
    }
    int each = type == ElementType.REAL ? backend.bytesPerReal() : type.bytes(backend.precision());
    add(Math.multiplyExact(elements, each));
  }

  private void add(long bytes) {
    own = Math.addExact(own, bytes);
    sums.add(use, bytes);
    sums.largest = Math.max(sums.largest, bytes);
  }
}
