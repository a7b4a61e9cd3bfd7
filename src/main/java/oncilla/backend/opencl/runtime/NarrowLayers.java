package oncilla.backend.opencl.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.TrainingPass;
import oncilla.backend.verification.Exercise;

/**
 * The narrow layers at the end of a net, behind the output of one hidden layer, the base. In small
 * nets this is nearly all operations of a step and nearly no work, so the device does it in two
 * launches: forward through these layers, the cost, and back to all their gradients, to dZ of the
 * base and to the gradient of its bias.
 *
 * @param baseNumber the number of the base among the layers of the pass, from 1
 * @param base the hidden layer whose output is given
 * @param layers the layers behind it, at least one; the last gives the logits
 * @param loss cost, and gradient of the logits
 */
record NarrowLayers(
    int baseNumber,
    TrainingPass.Layer base,
    List<TrainingPass.Layer> layers,
    TrainingPass.Loss loss) {
  /** Most layers behind the base that are done at once. */
  static final int MOST_LAYERS = 4;

  /** Most units of such a layer: beyond that matrix products are worth their own launches. */
  static final int MOST_UNITS = 64;

  /**
   * The narrow layers of a pass: the base is the first layer from which all are narrow. There are
   * none where the last hidden layer is wide, where hidden layers have different activations, or
   * where there is dropout behind an activation whose zeros do not tell what was dropped.
   */
  static Optional<NarrowLayers> of(TrainingPass pass) {
    int base = pass.depth();
    while (base > 1
        && pass.depth() - base < MOST_LAYERS
        && units(pass.layer(base - 1)) <= MOST_UNITS) {
      base--;
    }
    if (base == pass.depth()) {
      return Optional.empty();
    }
    TrainingPass.Layer first = pass.layer(base);
    for (int l = base; l < pass.depth(); l++) {
      TrainingPass.Layer layer = pass.layer(l);
      if (layer.activation() != first.activation()
          || layer.dropout().isPresent() && layer.activation() != Activation.RELU) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new NarrowLayers(base, first, pass.layers().subList(base, pass.depth()), pass.loss()));
  }

  /** All layers behind the first of a pass, which is the base. */
  static NarrowLayers behindFirst(TrainingPass pass) {
    return new NarrowLayers(1, pass.layer(1), pass.layers().subList(1, pass.depth()), pass.loss());
  }

  /** The pass of the base and of these layers alone. */
  TrainingPass pass() {
    List<TrainingPass.Layer> all = new ArrayList<>();
    all.add(base);
    all.addAll(layers);
    // Nobody reads the input of the base: its output is given.
    return new TrainingPass(base.output(), all, loss, Optional.empty());
  }

  /** What these layers are verified with. */
  Exercise.Tail exercise() {
    List<Integer> units = new ArrayList<>();
    List<Boolean> dropout = new ArrayList<>();
    for (TrainingPass.Layer layer : pass().layers()) {
      units.add((int) units(layer));
      dropout.add(layer.dropout().isPresent());
    }
    return new Exercise.Tail(
        base.output().shape().rows(),
        units,
        base.activation(),
        dropout.subList(0, dropout.size() - 1));
  }

  private static long units(TrainingPass.Layer layer) {
    return layer.output().shape().columns();
  }
}
