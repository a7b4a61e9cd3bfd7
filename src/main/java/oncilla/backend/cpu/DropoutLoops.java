package oncilla.backend.cpu;

import static oncilla.backend.cpu.CpuTensor.own;
import static oncilla.backend.cpu.CpuTensor.reals;

import oncilla.backend.DropoutMask;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.random.Philox;

/** Drawing the masks of dropout and using them, as loops that all cores share. */
final class DropoutLoops {
  private static final long WORD = 0xFFFFFFFFL;

  /** Work of a Philox block, in additions or so. */
  private static final int PHILOX = 32;

  private DropoutLoops() {}

  /** mask = 1 where the element's word lies below the threshold, else 0; a block at a time. */
  static SharedLoop mask(DropoutMask spec, StepState state, Tensor mask) {
    CpuState counters = new CpuState(state);
    long size = mask.shape().size();
    return new SharedLoop(
        (size + Philox.WORDS - 1) / Philox.WORDS,
        PHILOX,
        (from, to) -> {
          long step = counters.step();
          CpuTensor bits = own(mask);
          int[] words = new int[Philox.WORDS];
          for (long block = from; block < to; block++) {
            Philox.block(
                (int) spec.seed(),
                Philox.DROPOUT,
                (int) block,
                spec.layer() | (int) (block >>> 32) << 16,
                (int) step,
                (int) (step >>> 32),
                words);
            long start = block * Philox.WORDS;
            int length = (int) Math.min(Philox.WORDS, size - start);
            for (int word = 0; word < length; word++) {
              boolean kept = (words[word] & WORD) < spec.threshold();
              bits.u8(start + word, (byte) (kept ? 1 : 0));
            }
          }
        });
  }

  /** y = x / keepProbability where the mask is not 0, else 0. */
  static SharedLoop apply(Tensor x, Tensor mask, double keepProbability, Tensor y) {
    return new SharedLoop(
        x.shape().size(),
        2,
        (from, to) -> {
          Reals in = reals(x);
          CpuTensor bits = own(mask);
          Reals out = reals(y);
          for (long i = from; i < to; i++) {
            out.set(i, bits.u8(i) != 0 ? in.get(i) / keepProbability : 0);
          }
        });
  }
}
