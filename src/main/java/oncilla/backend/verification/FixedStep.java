package oncilla.backend.verification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.UpdateRule;

/**
 * One small training step, always the same: how long it takes says whether a device is of use at
 * all. Its layers are those of the demo with fewer inputs, so that on a device whose compiler is
 * slow it needs no kernels that a first run does not need as well.
 */
public final class FixedStep {
  private static final long ROWS = 209;
  private static final int[] UNITS = {1024, 20, 1};
  private static final long ENOUGH_NANOS = 50_000_000;
  private static final int MOST_STEPS = 50;
  private static final int FEWEST_STEPS = 2;

  /**
   * Operations a second that no core of a processor reaches in products as thin as these: OpenBLAS
   * did a third of it with AVX-512.
   */
  private static final double CORE_AT_MOST = 1e11;

  private FixedStep() {}

  /** Seconds that the step takes at least on a processor with so many cores. */
  public static double atLeast(int cores) {
    double products = 0;
    for (int l = 1; l < UNITS.length; l++) {
      products += (l == 1 ? 4.0 : 6.0) * ROWS * UNITS[l - 1] * UNITS[l];
    }
    return products / (cores * CORE_AT_MOST);
  }

  /**
   * Seconds of the fastest of some steps on {@code backend}, compiling left out.
   *
   * @param recording records on the backend
   */
  public static double seconds(Backend backend, Function<Consumer<Ops>, Plan> recording) {
    try (Arena arena = backend.newArena()) {
      TrainingPass pass = pass(arena);
      try (Plan plan = recording.apply(ops -> ops.pass(pass))) {
        time(backend, plan);
        long fastest = Long.MAX_VALUE;
        long all = 0;
        for (int i = 0; i < MOST_STEPS && (i < FEWEST_STEPS || all < ENOUGH_NANOS); i++) {
          long nanos = time(backend, plan);
          all += nanos;
          fastest = Math.min(fastest, nanos);
        }
        return fastest / 1e9;
      }
    }
  }

  private static long time(Backend backend, Plan plan) {
    long start = System.nanoTime();
    plan.run();
    backend.synchronize();
    // A clock may stand still between two calls.
    return Math.max(1, System.nanoTime() - start);
  }

  private static TrainingPass pass(Arena arena) {
    Tensor input = real(arena, Shape.of(ROWS, UNITS[0]));
    double[] pixels = new double[Math.toIntExact(input.shape().size())];
    Arrays.setAll(pixels, i -> i % 255 / 255.0);
    input.owner().upload(pixels, input);
    List<TrainingPass.Layer> layers = new ArrayList<>();
    for (int l = 1; l < UNITS.length; l++) {
      Shape matrix = Shape.of(UNITS[l], UNITS[l - 1]);
      layers.add(
          new TrainingPass.Layer(
              real(arena, matrix),
              real(arena, Shape.vector(UNITS[l])),
              l < UNITS.length - 1 ? Activation.RELU : Activation.IDENTITY,
              Optional.empty(),
              real(arena, Shape.of(ROWS, UNITS[l])),
              real(arena, Shape.of(ROWS, UNITS[l])),
              real(arena, matrix),
              real(arena, Shape.vector(UNITS[l]))));
    }
    StepState state = StepState.allocate(arena, 0.01);
    TrainingPass.Loss loss =
        new TrainingPass.Loss(
            real(arena, Shape.of(ROWS, 1)),
            ROWS,
            real(arena, Shape.of(1, 1)),
            state,
            real(arena, Shape.vector(2)));
    Shape parameters = Shape.vector((long) UNITS[0] * UNITS[1] + 2L * UNITS[1] + 1);
    ParameterUpdate update =
        ParameterUpdate.of(real(arena, parameters), real(arena, parameters), List.of());
    return new TrainingPass(
        input,
        layers,
        loss,
        Optional.of(new TrainingPass.End(new UpdateRule.GradientDescent(), update, ROWS, ROWS)));
  }

  private static Tensor real(Arena arena, Shape shape) {
    return arena.allocate(ElementType.REAL, shape);
  }
}
