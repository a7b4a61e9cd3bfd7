package oncilla.backend.verification;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Augmentation;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Shape;
import oncilla.backend.UpdateRule;

/**
 * An operation with the extents that it has in the run at hand: what its kernels are to be verified
 * with. An {@link OpVerifier} makes cases of it, which are smaller where that leaves the longest
 * sums and loops as they are.
 */
public sealed interface Exercise {
  /** The operation's name in {@code Ops}, or that of the part of it that is one or two kernels. */
  String op();

  /** {@code matmul}. */
  record Product(MatmulForm form, MatmulDims dims) implements Exercise {
    @Override
    public String op() {
      return "matmul " + form;
    }
  }

  /**
   * {@code dense}, where bias, activation and dropout are applied to the product.
   *
   * @param dims rows, units and inputs
   */
  record Layer(MatmulDims dims, Activation f, boolean dropout) implements Exercise {
    @Override
    public String op() {
      return "dense " + f.label() + (dropout ? " with dropout" : "");
    }
  }

  /** The part of {@code denseBackward} that is no product: {@link FusedParts#layerBackward}. */
  record LayerBackward(Shape shape, Activation f, boolean dropout) implements Exercise {
    @Override
    public String op() {
      return "denseBackward " + f.label() + (dropout ? " with dropout" : "");
    }
  }

  /**
   * The narrow layers of a training step: {@link FusedParts#tail}.
   *
   * @param rows examples
   * @param units of the layer that is given, and of those behind it
   * @param f activation of all but the last
   * @param dropout which of all but the last have it
   */
  record Tail(long rows, List<Integer> units, Activation f, List<Boolean> dropout)
      implements Exercise {
    /** Copies the lists. */
    public Tail {
      units = List.copyOf(units);
      dropout = List.copyOf(dropout);
    }

    @Override
    public String op() {
      return "pass of narrow layers " + units;
    }
  }

  /** {@code update}. */
  record Update(UpdateRule rule, long size, boolean decays, boolean clips) implements Exercise {
    @Override
    public String op() {
      return "update " + rule.label() + (clips ? " clipped" : "");
    }
  }

  /** {@link FusedParts#descendAndAdvance}. */
  record LastUpdate(long size, boolean decays) implements Exercise {
    @Override
    public String op() {
      return "update descent and advance";
    }
  }

  /**
   * {@code gather}.
   *
   * @param type of the source
   * @param batch rows and columns of the output
   * @param standardized whether it standardises
   * @param augmentation how it changes images, if it does
   * @param staged whether the rows of the source are those of the batch
   */
  record Gather(
      ElementType type,
      Shape batch,
      boolean standardized,
      Optional<Augmentation> augmentation,
      boolean staged)
      implements Exercise {
    @Override
    public String op() {
      return "gather "
          + type
          + (staged ? ", staged" : "")
          + (standardized ? ", standardised" : "")
          + augmentation.map(it -> ", augmented " + it.strength()).orElse("");
    }
  }

  /** {@code crossEntropy}. */
  record CrossEntropy(long rows) implements Exercise {
    @Override
    public String op() {
      return "crossEntropy";
    }
  }

  /** {@code advance}. */
  record Advance() implements Exercise {
    @Override
    public String op() {
      return "advance";
    }
  }

  /** An activation, or its derivative: {@code activate}, {@code activateBackward}. */
  record Activating(Activation f, Shape shape, boolean backward, boolean dropout)
      implements Exercise {
    @Override
    public String op() {
      return (backward ? "activateBackward " : "activate ")
          + f.label()
          + (dropout ? " with dropout" : "");
    }
  }

  /** An operation on one matrix without further choices. */
  record Plain(Kind kind, Shape shape) implements Exercise {
    /** Which. */
    public enum Kind {
      /** {@code addRowVector}. */
      ADD_ROW_VECTOR("addRowVector"),
      /** {@code addScaled}. */
      ADD_SCALED("addScaled"),
      /** {@code columnSum}. */
      COLUMN_SUM("columnSum"),
      /** {@code l2Penalty}. */
      L2_PENALTY("l2Penalty"),
      /** {@code drawMask}. */
      DRAW_MASK("drawMask"),
      /** {@code applyMask}. */
      APPLY_MASK("applyMask"),
      /** {@code dropout}. */
      DROPOUT("dropout");

      private final String op;

      Kind(String op) {
        this.op = op;
      }
    }

    @Override
    public String op() {
      return kind.op;
    }
  }
}
