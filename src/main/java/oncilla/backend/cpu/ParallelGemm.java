package oncilla.backend.cpu;

import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;

/**
 * A matrix product that all cores share: C is cut into as many blocks, and OpenBLAS, which is held
 * to one thread, computes each of them. Its own threads wait for each other and for the next call
 * by spinning, which takes a core from the loops of {@link SharedLoop}.
 *
 * <p>Where the weights are few, OpenBLAS spends more time on copying the other operand into its
 * buffers than on multiplying. For products of up to a million multiplications its AVX-512 kernels
 * read the operands where they are. So the two products of the first layer of a small net are cut
 * further, into blocks that are small enough for that: measured for 209 × 20 × 12288 on two cores,
 * X·Wᵀ takes 0.56 ms in fp64 instead of 1.48, dZᵀ·X 0.56 instead of 1.00; in fp32 0.39 (with {@link
 * SplitKGemm}) instead of 0.55 and 0.27 instead of 0.65. OpenBLAS's kernels for Haswell always
 * copy, and take as long either way.
 */
final class ParallelGemm {
  /**
   * Multiplications per core from which sharing pays: some ten microseconds, as in {@link
   * SharedLoop}.
   */
  private static final double WORTH_A_CORE = 1 << 18;

  /** Multiplications in the time in which OpenBLAS copies an element of A or B to its buffer. */
  private static final double COPY = 32;

  /** Rows of W up to which X·Wᵀ and dZᵀ·X are cut into small blocks. */
  private static final int FEW = 32;

  /** Rows of X and terms in a small block of X·Wᵀ: a million multiplications at most. */
  private static final int ROWS = 56;

  private static final int TERMS = 512;

  /** Columns of X and terms in a small block of dZᵀ·X; see {@link #ROWS}. */
  private static final int COLUMNS = 128;

  private static final int EXAMPLES = 240;

  /**
   * A multiple of the rows that OpenBLAS's kernels take at once, 2, 4, 8 or 12. Where X·Wᵀ has a
   * multiple of so many rows, as in inference, it is cut at multiples of it: what is left of a cut
   * elsewhere has its terms added in another order, and then the bits of a row would depend on
   * where it lies.
   */
  static final int ROW_UNIT = 24;

  /** Blocks begin at columns that are multiples of this, a vector register's length. */
  private static final int VECTOR = 16;

  private final Runnable[][] shares;
  private final SharedLoop loop;

  /**
   * C = alpha · op(A)·op(B).
   *
   * @param a not modified
   * @param b not modified
   * @param c modified by {@link #run}
   * @throws ArithmeticException if one of the arguments exceeds 31 bits
   */
  ParallelGemm(
      MatmulForm form,
      MatmulDims dims,
      double alpha,
      Reals a,
      Reals b,
      Reals c,
      Precision precision) {
    this(form, dims, alpha, a, b, c, precision, OpenBlas.threads());
  }

  /** The same for this number of cores. */
  ParallelGemm(
      MatmulForm form,
      MatmulDims dims,
      double alpha,
      Reals a,
      Reals b,
      Reals c,
      Precision precision,
      int cores) {
    GemmArguments whole = GemmArguments.of(form, dims);
    boolean exactly = precision == Precision.FP32 && SplitKGemm.suits(dims);
    int step = form == MatmulForm.NT && whole.m() % ROW_UNIT == 0 ? ROW_UNIT : 1;
    Grid grid = Grid.of(dims, step, cores);
    shares = new Runnable[grid.rows() * grid.columns()][];
    for (int share = 0; share < shares.length; share++) {
      int row = share / grid.columns();
      int column = share % grid.columns();
      int top = start(whole.m(), step, grid.rows(), row);
      int left = start(whole.n(), VECTOR, grid.columns(), column);
      int height = start(whole.m(), step, grid.rows(), row + 1) - top;
      int width = start(whole.n(), VECTOR, grid.columns(), column + 1) - left;
      int below = form == MatmulForm.NT && whole.n() <= FEW ? parts(height, ROWS) : 1;
      int beside = form == MatmulForm.TN && whole.m() <= FEW ? parts(width, COLUMNS) : 1;
      shares[share] = new Runnable[below * beside];
      for (int part = 0; part < below * beside; part++) {
        int first = top + start(height, step, below, part / beside);
        int last = top + start(height, step, below, part / beside + 1);
        int from = left + start(width, VECTOR, beside, part % beside);
        int to = left + start(width, VECTOR, beside, part % beside + 1);
        GemmArguments arguments = whole.block(last - first, to - from);
        long firstA = form == MatmulForm.TN ? first : (long) first * whole.rowA();
        long firstB = form == MatmulForm.NT ? (long) from * whole.rowB() : from;
        long firstC = (long) first * whole.rowC() + from;
        shares[share][part] =
            exactly
                ? new SplitKGemm(
                    form,
                    alpha,
                    (Floats) a,
                    firstA,
                    (Floats) b,
                    firstB,
                    (Floats) c,
                    firstC,
                    arguments)
                : block(form, alpha, a, firstA, b, firstB, c, firstC, arguments);
      }
    }
    loop =
        new SharedLoop(
            shares.length,
            Integer.MAX_VALUE,
            (from, to) -> {
              for (int share = (int) from; share < to; share++) {
                for (Runnable block : shares[share]) {
                  block.run();
                }
              }
            },
            shares.length);
  }

  /** Computes the product. */
  void run() {
    loop.run();
  }

  /** A block, where the weights are few in pieces of its terms. */
  private static Runnable block(
      MatmulForm form,
      double alpha,
      Reals a,
      long firstA,
      Reals b,
      long firstB,
      Reals c,
      long firstC,
      GemmArguments arguments) {
    int most =
        form == MatmulForm.NT && arguments.n() <= FEW
            ? TERMS
            : form == MatmulForm.TN && arguments.m() <= FEW ? EXAMPLES : arguments.k();
    int pieces = parts(arguments.k(), most);
    Runnable[] steps = new Runnable[pieces];
    for (int piece = 0; piece < pieces; piece++) {
      int first = start(arguments.k(), 1, pieces, piece);
      int terms = start(arguments.k(), 1, pieces, piece + 1) - first;
      steps[piece] =
          c.product(
              alpha,
              a,
              firstA + (form == MatmulForm.TN ? (long) first * arguments.rowA() : first),
              b,
              firstB + (form == MatmulForm.NT ? first : (long) first * arguments.rowB()),
              piece == 0 ? 0 : 1,
              firstC,
              arguments.terms(terms));
    }
    return pieces == 1
        ? steps[0]
        : () -> {
          for (Runnable step : steps) {
            step.run();
          }
        };
  }

  /** Parts of a length that are at most {@code most} long. */
  private static int parts(int length, int most) {
    return (int) (((long) length + most - 1) / most);
  }

  /** Where part {@code part} of {@code parts} begins: at a multiple of {@code unit}. */
  private static int start(int length, int unit, int parts, int part) {
    long units = ((long) length + unit - 1) / unit;
    return (int) Math.min(length, units * part / parts * unit);
  }

  /**
   * How C is cut.
   *
   * @param rows blocks below each other
   * @param columns blocks beside each other
   */
  record Grid(int rows, int columns) {
    /**
     * The grid whose largest block takes the least time. A block's rows of op(A) and columns of
     * op(B) are copied for it alone, so that blocks want to be square.
     *
     * @param step rows that are not cut apart
     */
    static Grid of(MatmulDims dims, int step, int cores) {
      double work = (double) dims.m() * dims.n() * dims.k();
      int most = (int) Math.max(1, Math.min(cores, work / WORTH_A_CORE));
      Grid best = new Grid(1, 1);
      double least = time(dims, step, best);
      for (int rows = 1; rows <= Math.min(most, (dims.m() + step - 1) / step); rows++) {
        Grid grid = new Grid(rows, (int) Math.min(most / rows, (dims.n() + VECTOR - 1) / VECTOR));
        double time = time(dims, step, grid);
        if (time < least) {
          best = grid;
          least = time;
        }
      }
      return best;
    }

    /** Time of the largest block, in multiplications for each of the k terms. */
    private static double time(MatmulDims dims, int step, Grid grid) {
      double rows =
          Math.min(dims.m(), step * Math.ceil(Math.ceil((double) dims.m() / step) / grid.rows));
      double columns = Math.ceil((double) dims.n() / grid.columns);
      return rows * columns + COPY * (rows + columns);
    }
  }
}
