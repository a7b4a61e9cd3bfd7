package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oncilla.backend.Dropout;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.cl.ClBuffer;

/**
 * The launches of {@code kernels/narrow.cl}: stage 1 over blocks of rows, stage 2 over the sums. A
 * GPU's group holds {@code rows} rows in local memory, an index each; on a CPU device a vector of
 * rows is one item's.
 */
final class NarrowLaunches {
  /** Layers that the kernels have macros for. */
  private static final int MOST_LAYERS = NarrowLayers.MOST_LAYERS;

  /** Local memory that every device has for a group. */
  private static final long LOCAL_BYTES = 32 << 10;

  /** Rows of a GPU's group, where their units fit local memory. */
  private static final int MOST_ROWS = 16;

  /** Items of a group: with 16 rows, a layer of 8 units keeps all busy. */
  private static final int MOST_ITEMS = 128;

  /** Items of a group of stage 2: few, so that there are groups for several cores. */
  private static final int MOST_SUM_ITEMS = 64;

  /** Most groups on a GPU, so that stage 2 adds few partial sums. */
  private static final long MOST_GROUPS = 256;

  private final Precision precision;
  private final NarrowLayers narrow;
  private final KernelParameters parameters;
  private final int rowsOfBlock;
  private final int items;
  private final int sumItems;
  private final ProgramKey program;

  NarrowLaunches(Precision precision, KernelParameters parameters, NarrowLayers narrow) {
    this.precision = precision;
    this.parameters = parameters;
    this.narrow = narrow;
    this.rowsOfBlock = parameters.isChunked() ? 1 : rowsInLocalMemory();
    int group = parameters.elementwiseGroup();
    this.items = parameters.isChunked() ? 1 : Math.min(MOST_ITEMS, group);
    this.sumItems = Math.min(MOST_SUM_ITEMS, group);
    this.program = program();
  }

  private static long units(Tensor activation) {
    return activation.shape().columns();
  }

  private int rowsInLocalMemory() {
    long units = units(narrow.base().output());
    for (TrainingPass.Layer layer : narrow.layers()) {
      units += units(layer.output());
    }
    int rows = MOST_ROWS;
    while (rows > 1 && (2 * units * (rows + 1) + rows) * precision.bytes() > LOCAL_BYTES) {
      rows /= 2;
    }
    return rows;
  }

  /** Submits both stages. */
  void submit(LaunchSink sink) {
    long examples = narrow.base().output().shape().rows();
    int lanes = parameters.isChunked() ? parameters.vectorWidth() : 1;
    long blocks = NdRange.ceilDiv(examples, (long) rowsOfBlock * lanes);
    long groups = Math.min(blocks, parameters.isChunked() ? parameters.chunks() : MOST_GROUPS);
    long sums = sums();
    long bytes = groups * sums * lanes * precision.bytes();
    ClBuffer partial = sink.scratch(bytes);
    sink.accept(rows(examples, blocks, groups, partial, bytes));
    sink.accept(sums(sums, groups, partial, bytes));
  }

  private Launch rows(long examples, long blocks, long groups, ClBuffer partial, long bytes) {
    TrainingPass.Layer base = narrow.base();
    Launch launch =
        new Launch(program, "narrow_rows", NdRange.groups(groups, items))
            .length(examples)
            .operations(operations(examples))
            .integer(examples)
            .integer(blocks)
            .buffer(partial, bytes)
            .tensor(own(base.output()))
            .tensor(own(base.gradient()))
            .tensor(own(narrow.loss().labels()))
            .lossArguments(precision, narrow.loss().weights());
    launch.real(precision, keep(base.dropout()));
    for (int l = 0; l < MOST_LAYERS - 1; l++) {
      launch.real(precision, keep(layer(l).dropout()));
    }
    for (int l = 0; l < MOST_LAYERS; l++) {
      operand(launch, l, own(layer(l).weights()));
      operand(launch, l, own(layer(l).bias()));
    }
    for (int l = 0; l < MOST_LAYERS - 1; l++) {
      layer(l)
          .dropout()
          .ifPresentOrElse(
              it -> launch.tensor(own(it.mask())), () -> launch.unused(own(base.output())));
    }
    if (draws()) {
      launch.tensor(own(narrow.loss().state().counters()));
      for (int l = 0; l < MOST_LAYERS - 1; l++) {
        Optional<Dropout> dropout = layer(l).dropout();
        launch
            .word(dropout.map(Dropout::seed).orElse(0L))
            .word(dropout.map(Dropout::layer).orElse(0))
            .word(dropout.map(Dropout::threshold).orElse(0L))
            .integer(dropout.map(Dropout::firstElement).orElse(0L));
      }
    }
    return launch;
  }

  private Launch sums(long sums, long groups, ClBuffer partial, long bytes) {
    long examples = narrow.loss().examples();
    Launch launch =
        new Launch(program, "narrow_sums", NdRange.linear(sums, sumItems))
            .length(groups)
            .integer(groups)
            .real(precision, 1.0 / examples)
            .real(precision, examples)
            .buffer(partial, bytes)
            .tensor(own(narrow.loss().penalty()))
            .tensor(own(narrow.loss().state().counters()))
            .tensor(own(narrow.loss().cost()))
            .tensor(own(narrow.base().biasGradient()));
    for (int l = 0; l < MOST_LAYERS; l++) {
      operand(launch, l, own(layer(l).weightGradient()));
      operand(launch, l, own(layer(l).biasGradient()));
    }
    return launch;
  }

  /** What belongs to a layer; nothing where there is no such layer. */
  private void operand(Launch launch, int layer, OpenClTensor tensor) {
    if (layer < narrow.layers().size()) {
      launch.tensor(tensor);
    } else {
      launch.unused(tensor);
    }
  }

  /** Of the three products of each layer: forward, and the gradients of weights and of input. */
  private double operations(long examples) {
    return narrow.layers().stream()
        .mapToDouble(layer -> 3 * 2.0 * examples * layer.weights().shape().size())
        .sum();
  }

  /** A layer behind the base; the last also for parameters of layers that are not there. */
  private TrainingPass.Layer layer(int index) {
    return narrow.layers().get(Math.min(index, narrow.layers().size() - 1));
  }

  /** Whether there is dropout behind a layer that follows the base. */
  private boolean draws() {
    return narrow.layers().stream().anyMatch(layer -> layer.dropout().isPresent());
  }

  private static double keep(Optional<Dropout> dropout) {
    return dropout.map(Dropout::keepProbability).orElse(1.0);
  }

  /** Weights and biases of the layers, biases of the base, and the cost. */
  private long sums() {
    long sums = units(narrow.base().output()) + 1;
    for (TrainingPass.Layer layer : narrow.layers()) {
      sums += layer.weights().shape().size() + layer.bias().shape().size();
    }
    return sums;
  }

  private ProgramKey program() {
    Map<String, Integer> macros = new TreeMap<>();
    macros.put("REAL_IS_DOUBLE", precision == Precision.FP64 ? 1 : 0);
    macros.put("VW", parameters.vectorWidth());
    macros.put("CHUNKED", parameters.isChunked() ? 1 : 0);
    macros.put("LS", items);
    macros.put("SUMS_LS", sumItems);
    macros.put("ROWS", rowsOfBlock);
    List<TrainingPass.Layer> layers = narrow.layers();
    macros.put("LAYERS", layers.size());
    macros.put("DRAWS", draws() ? 1 : 0);
    macros.put("ACTIVATION", narrow.base().activation().ordinal());
    macros.put("N0", (int) units(narrow.base().output()));
    for (int i = 0; i < layers.size(); i++) {
      macros.put("N" + (i + 1), (int) units(layers.get(i).output()));
      if (i < layers.size() - 1) {
        macros.put("D" + (i + 1), layers.get(i).dropout().isPresent() ? 1 : 0);
      }
    }
    return new ProgramKey("narrow.cl", macros);
  }
}
