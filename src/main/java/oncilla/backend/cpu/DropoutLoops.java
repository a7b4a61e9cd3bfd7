package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.own;
import static oncilla.backend.cpu.CpuTensor.reals;

import oncilla.backend.Dropout;
import oncilla.backend.Tensor;
import oncilla.random.Philox;

/** Drawing the masks of dropout and using them, as loops that all cores share. */
final class DropoutLoops {
  private static final long WORD = 0xFFFFFFFFL;

  /** Work of a Philox block, in additions or so. */
  private static final int PHILOX = 32;

  private DropoutLoops() {}

  /** mask = 1 where the element's word lies below the threshold, else 0; a block at a time. */
  static SharedLoop mask(Dropout dropout) {
    CpuState counters = new CpuState(dropout.state());
    long first = dropout.firstElement();
    long end = first + dropout.mask().shape().size();
    long firstBlock = first / Philox.WORDS;
    long threshold = dropout.threshold();
    return new SharedLoop(
        (end + Philox.WORDS - 1) / Philox.WORDS - firstBlock,
        PHILOX,
        (from, to) -> {
          long step = counters.step();
          CpuTensor bits = own(dropout.mask());
          int[] words = new int[Philox.WORDS];
          for (long block = firstBlock + from; block < firstBlock + to; block++) {
            Philox.block(
                (int) dropout.seed(),
                Philox.DROPOUT,
                (int) block,
                dropout.layer() | (int) (block >>> 32) << 16,
                (int) step,
                (int) (step >>> 32),
                words);
            long start = block * Philox.WORDS;
            int last = (int) Math.min(Philox.WORDS, end - start);
            for (int word = (int) Math.max(0, first - start); word < last; word++) {
              boolean kept = (words[word] & WORD) < threshold;
              bits.u8(start + word - first, (byte) (kept ? 1 : 0));
            }
          }
        });
  }

  /** y = x / keepProbability where the mask is not 0, else 0. */
  static SharedLoop apply(Dropout dropout, Tensor x, Tensor y) {
    Masking masking = new Masking(dropout);
    return new SharedLoop(
        x.shape().size(), 2, (from, to) -> masking.apply(reals(x), reals(y), from, to));
  }

  /** Use of a mask on some elements at a time. */
  static final class Masking {
    private final Tensor mask;
    private final double keep;

    Masking(Dropout dropout) {
      mask = dropout.mask();
      keep = dropout.keepProbability();
    }

    /** y = x / keepProbability where the mask is not 0, else 0, of some elements. */
    void apply(Reals x, Reals y, long from, long to) {
      CpuTensor bits = own(mask);
      for (long i = from; i < to; i++) {
        y.set(i, bits.u8(i) != 0 ? x.get(i) / keep : 0);
      }
    }
  }
}
