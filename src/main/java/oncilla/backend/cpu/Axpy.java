package oncilla.backend.cpu;

/** y = y + alpha·x by OpenBLAS, in pieces that all cores share where they are long enough. */
final class Axpy {
  /** Longest piece: OpenBLAS counts elements in 31 bits. */
  private static final long LONGEST = 1 << 30;

  /** Pieces begin at multiples of so many elements. */
  private static final long STRIDE = 1 << 14;

  private final Reals.Scaled[] pieces;
  private final SharedLoop loop;
  private double alpha;

  /**
   * A sum of {@code size} elements.
   *
   * @param x not modified unless it is y
   * @param y of the same format; modified by {@link #run}
   */
  Axpy(Reals x, Reals y, long size) {
    long cores = Math.min(OpenBlas.threads(), size / STRIDE);
    long length = Math.min(LONGEST, (size + Math.max(1, cores) - 1) / Math.max(1, cores));
    length = (length + STRIDE - 1) / STRIDE * STRIDE;
    pieces = new Reals.Scaled[Math.toIntExact((size + length - 1) / length)];
    for (int piece = 0; piece < pieces.length; piece++) {
      long start = piece * length;
      pieces[piece] = y.scaled(x, start, (int) Math.min(length, size - start));
    }
    loop =
        new SharedLoop(
            pieces.length,
            length,
            (from, to) -> {
              for (int piece = (int) from; piece < to; piece++) {
                pieces[piece].add(alpha);
              }
            },
            OpenBlas.threads());
  }

  /** Adds. */
  void run(double alpha) {
    this.alpha = alpha;
    loop.run();
  }
}
