package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that are refused before anything is read or written. */
class RefusedOptionsTest {
  @TempDir Path directory;

  /** A line of options, DATA standing for a table; and words of the message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                    | --train PATH is missing",
        "--test DATA                           | --train PATH is missing",
        "--demo --train DATA                   | --demo draws its own data",
        "--demo --test DATA                    | --demo draws its own data",
        "--demo --positive dog                 | --positive has no meaning with --demo",
        "--demo --skip-unreadable              | --skip-unreadable has no meaning with --demo",
        "--demo --demo-pictures 0              | --demo-pictures must be at least 1, not 0",
        "--demo --image-size 0                 | image size 0, expected 1 to",
        "--train DATA --demo-pictures 5        | --demo-pictures has no meaning without --demo",
        "--train DATA --image-size 0           | image size 0, expected 1 to",
        "--train DATA --image-size 32          | --image-size is for folders of images",
        "--train DATA --skip-unreadable        | --skip-unreadable is for folders of images",
        "--train DATA --learning-rate -0.1     | the learning rate must be positive",
        "--train DATA --learning-rate 0        | the learning rate must be positive",
        "--train DATA --learning-rate NaN      | the learning rate must be positive",
        "--train DATA --learning-rate Infinity | the learning rate must be positive",
        "--train DATA --learning-rate fast     | 'fast' is not a double",
        "--train DATA --iterations 0           | iterations must be at least 1, not 0",
        "--train DATA --iterations -3          | iterations must be at least 1, not -3",
        "--train DATA --iterations 1.5         | '1.5' is not a long",
        "--train DATA --log-every 0            | the distance between costs must be at least 1",
        "--train DATA --optimizer rmsprop      | expected one of [sgd, momentum, nesterov, adam,",
        "--train DATA --momentum 0.5           | --momentum has no meaning with --optimizer sgd",
        "--train DATA --optimizer adam --momentum 0.5 | --momentum has no meaning with --optimizer",
        "--train DATA --optimizer nesterov --beta1 0.5 | --beta1 has no meaning with --optimizer",
        "--train DATA --optimizer sgd --beta2 0.5 | --beta2 has no meaning with --optimizer sgd",
        "--train DATA --epsilon 1e-8           | --epsilon has no meaning with --optimizer sgd",
        "--train DATA --optimizer adam --weight-decay 0.1 | --weight-decay has no meaning with",
        "--train DATA --optimizer momentum --momentum 1 | a momentum lies in 0 ... 1, 1 excluded",
        "--train DATA --optimizer adam --beta2 1 | beta2 of Adam lies in 0 ... 1, 1 excluded",
        "--train DATA --optimizer adam --epsilon 0 | the epsilon of Adam is positive and finite",
        "--train DATA --optimizer adamw --weight-decay -1 | a weight decay is at least 0 and finite",
        "--train DATA --clip-norm 0            | the largest norm of a gradient is positive",
        "--train DATA --clip-norm NaN          | the largest norm of a gradient is positive",
        "--train DATA --schedule linear        | expected one of [constant, step, cosine]",
        "--train DATA --schedule step          | --schedule step needs --step-every N",
        "--train DATA --step-every 5           | --step-every has no meaning with --schedule",
        "--train DATA --schedule cosine --step-factor 0.5 | --step-factor has no meaning with",
        "--train DATA --schedule step --step-every 0 | a learning rate is kept for at least 1",
        "--train DATA --schedule step --step-every 5 --step-factor 0 | the factor of a schedule",
        "--train DATA --warmup -1              | a warm-up has at least 0 updates, not -1",
        "--train DATA --warmup 7 --iterations 7 | a warm-up of 7 leaves none of the 7 updates",
        "--train DATA --label-smoothing 1      | label smoothing lies in 0 ... 1, 1 excluded",
        "--train DATA --class-weight 1         | --class-weight is balanced or two numbers",
        "--train DATA --class-weight 1,x       | --class-weight is balanced or two numbers",
        "--train DATA --class-weight 1,0       | the weight of a class is positive and finite",
        "--train DATA --validation-split 0     | a validation split lies between 0 and 1, not 0.0",
        "--train DATA --validation-split 1     | a validation split lies between 0 and 1, not 1.0",
        "--train DATA --validation-split NaN   | a validation split lies between 0 and 1, not NaN",
        "--train DATA --validation-split half  | 'half' is not a double",
        "--train DATA --early-stop 3           | --early-stop has no meaning without --validation-split",
        "--train DATA --validation-split 0.1 --early-stop 0 | --early-stop must be at least 1, not 0",
        "--train DATA --validation-split 0.1 --early-stop 1.5 | '1.5' is not an int",
        "--train DATA --keep-prob 0            | a keep probability lies in (0, 1], not 0.0",
        "--train DATA --keep-prob 1.5          | a keep probability lies in (0, 1], not 1.5",
        "--train DATA --keep-prob -1           | a keep probability lies in (0, 1], not -1.0",
        "--train DATA --keep-prob 0.5,0.5      | 2 keep probabilities for 3 hidden layers",
        "--train DATA --keep-prob 0.5,,0.5     | '' is not a double",
        "--train DATA --hidden none --keep-prob 0.5 | dropout needs a hidden layer",
        "--train DATA --activation sigmoid     | expected one of [relu, tanh] (case-insensitive)",
        "--train DATA --hidden none --activation tanh | no meaning without a hidden layer",
        "--train DATA --l2 -0.7                | lambda of L2 must be 0 or positive, not -0.7",
        "--train DATA --l2 NaN                 | lambda of L2 must be 0 or positive, not NaN",
        "--train DATA --hidden 20,,5           | '20,,5' is not a list of layer sizes",
        "--train DATA --hidden 0               | '0' is not a list of layer sizes",
        "--train DATA --hidden -4              | '-4' is not a list of layer sizes",
        "--train DATA --hidden x               | 'x' is not a list of layer sizes",
        "--train DATA --hidden 20,none         | '20,none' is not a list of layer sizes",
        "--train DATA --init-scale 2           | a scale belongs to the start 'normal'",
        "--train DATA --init he --init-scale 2 | a scale belongs to the start 'normal'",
        "--train DATA --init normal --init-scale 0 | the scale of a start must be positive",
        "--train DATA --init xavier            | expected one of [lecun, he, glorot, normal, zeros]",
        "--train DATA --init-from DATA --init he | have no meaning with --init-from",
        "--train DATA --init-from DATA --init-scale 2 | have no meaning with --init-from",
        "--train DATA --seed -1                | a seed lies in 0 ... 4294967295, not -1",
        "--train DATA --seed 4294967296        | a seed lies in 0 ... 4294967295, not 4294967296",
        "--train DATA --backend gpu            | expected one of [auto, cpu, opencl]",
        "--train DATA --backend ejml           | expected one of [auto, cpu, opencl]",
        "--train DATA --binding jogamp         | expected one of [jocl, lwjgl]",
        "--train DATA --precision fp16         | expected one of [fp32, fp64]",
        "--train DATA --matmul-precision low   | expected one of [highest, high, medium]",
        "--train DATA --cpu-blas mkl           | expected one of [openblas, ejml]",
        "--train DATA --backend cpu --binding jocl | the cpu backend has no binding",
        "--train DATA --out                    | --out",
        "--train DATA --hidden 3 --hidden 4    | --hidden",
        "--train DATA surplus                  | surplus",
      })
  void whatTrainRefuses(String options, String problem) throws IOException {
    Path data = Samples.table(directory.resolve("data.csv"));
    Set<String> before = Samples.below(directory);
    boolean runs = Files.exists(Path.of("runs"));
    List<String> arguments = new ArrayList<>(List.of("train"));
    if (!options.endsWith("--out")) {
      arguments.addAll(List.of("--out", directory.resolve("run").toString()));
    }
    arguments.addAll(Arrays.asList(options.replace("DATA", data.toString()).split(" ")));
    arguments.removeIf(String::isEmpty);
    Outcome.of(arguments.toArray(String[]::new)).assertUsageError("oncilla train", problem);
    assertEquals(before, Samples.below(directory));
    assertEquals(runs, Files.exists(Path.of("runs")));
  }

  @Test
  void anEmptyPath() {
    Outcome.of("train", "--train", "").assertUsageError("oncilla train", "a path is empty");
    Outcome.of("train", "--demo", "--out", "").assertUsageError("oncilla train", "a path is empty");
  }

  @Test
  void whatEvaluateAndPredictRefuse() throws IOException {
    Path data = Samples.table(directory.resolve("data.csv"));
    Path model = Samples.tableModel(directory);
    Outcome.of("evaluate").assertUsageError("oncilla evaluate", "--model");
    Outcome.of("evaluate", "--model", model.toString())
        .assertUsageError("oncilla evaluate", "--test");
    Outcome.of(
            "evaluate", "--model", model.toString(), "--test", data.toString(), "--image-size", "9")
        .assertUsageError("oncilla evaluate", "--image-size is for folders of images");
    Outcome.of("predict", "x.png").assertUsageError("oncilla predict", "--model");
    Outcome.of("predict", "--model", model.toString()).assertUsageError("oncilla predict", "IMAGE");
  }
}
