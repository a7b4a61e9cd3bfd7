package oncilla.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import oncilla.data.TrainTest;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Regularization;
import oncilla.train.TrainingConfig;

/** A run with known costs. */
public enum GoldenRun {
  /** The notes' cat run. */
  CAT_NOTES("cat", "sqrt_init_float64", Family.CAT, Initialization.of(Scheme.LECUN), 0),
  /** The same from He's start. */
  CAT_HE("cat", "he_init_float64", Family.CAT, Initialization.of(Scheme.HE), 0),
  /** The same with L2. */
  CAT_L2("cat", "l2_0.7_float64", Family.CAT, Initialization.of(Scheme.LECUN), 0.7),
  /** The notes' regularisation experiment without regularisation. */
  FOOTBALL_PLAIN("football", "none_float64", Family.FOOTBALL, Initialization.of(Scheme.LECUN), 0),
  /** The same with L2. */
  FOOTBALL_L2("football", "l2_float64", Family.FOOTBALL, Initialization.of(Scheme.LECUN), 0.7),
  /** The notes' initialisation experiment: nothing is learned. */
  CIRCLES_ZEROS("circles", "zeros_float64", Family.CIRCLES, Initialization.of(Scheme.ZEROS), 0),
  /** The same from He's start. */
  CIRCLES_HE("circles", "he_float64", Family.CIRCLES, Initialization.of(Scheme.HE), 0),
  /** The same from weights far too large. */
  CIRCLES_LARGE("circles", "randn_times_10_float64", Family.CIRCLES, Initialization.normal(10), 0);

  /** What runs on the same data share. */
  private record Family(
      Supplier<TrainTest> data,
      Network network,
      double learningRate,
      long iterations,
      long distance) {
    static final Family CAT =
        new Family(CatData::load, Network.classifier(12288, List.of(20, 7, 5)), 0.0075, 2_500, 100);
    static final Family FOOTBALL =
        new Family(PointData::football, Network.classifier(2, List.of(20, 3)), 0.3, 30_000, 1_000);
    static final Family CIRCLES =
        new Family(PointData::circles, Network.classifier(2, List.of(10, 5)), 0.01, 15_000, 1_000);
  }

  private static final long SEED = 3;

  private final String pointer;
  private final Family family;
  private final Initialization initialization;
  private final double l2;

  GoldenRun(
      String familyName, String name, Family family, Initialization initialization, double l2) {
    pointer = "/" + familyName + "/" + name;
    this.family = family;
    this.initialization = initialization;
    this.l2 = l2;
  }

  /** The golden numbers of the run. */
  public JsonNode golden() {
    return Golden.at(pointer);
  }

  /** Its data; skips (fails) the test where they are missing. */
  public TrainTest data() {
    return family.data().get();
  }

  /** Its network. */
  public Network network() {
    return family.network();
  }

  /** How it starts. */
  public Initialization initialization() {
    return initialization;
  }

  /** The seed of its start. */
  public long seed() {
    return SEED;
  }

  /** λ of its L2 term. */
  public double l2() {
    return l2;
  }

  /** Its length. */
  public long iterations() {
    return family.iterations();
  }

  /** Distance of the known costs. */
  public long distance() {
    return family.distance();
  }

  /** How it is trained. */
  public TrainingConfig config() {
    return new TrainingConfig(
        iterations(), family.learningRate(), Regularization.l2(l2), SEED, distance());
  }

  /** Whether it is one of the cat runs. */
  boolean isCat() {
    return family == Family.CAT;
  }
}
