package oncilla.data.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import oncilla.backend.Precision;
import oncilla.data.DataOptions;
import oncilla.data.Split;
import oncilla.data.reader.Datasets;
import oncilla.data.reader.ImageFile;
import oncilla.io.InitialParameters;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import oncilla.nn.Initialization;
import oncilla.nn.Network;

/**
 * A kind of file: how the program reads it, good files, and ways to mutate them. A new kind of
 * picture is a line in {@link #all} and files in {@code seeds.txt}.
 *
 * @param name also the ending of the files
 * @param reader the program's own
 * @param seeds good files, at least one
 * @param structures ways to mutate, one of which is taken for each file
 */
record FileKind(String name, Consumer<Path> reader, List<Seed> seeds, List<Structure> structures) {
  private static final int IMAGE_SIZE = 8;
  private static final DataOptions OPTIONS = new DataOptions("cat", IMAGE_SIZE, false);
  private static final Network NETWORK = Network.classifier(6, List.of(3, 2));

  /** Every kind that the program reads. */
  static List<FileKind> all() {
    return List.of(
        table("h5", Seed.stored("h5"), Structure.bytes()),
        table("mat", Seed.stored("mat"), Structure.bytes(), new MatStructure()),
        table("npz", Seed.stored("npz"), Structure.bytes(), new NpzStructure()),
        table("csv", csv(), Structure.bytes(), Structure.text()),
        new FileKind(
            "safetensors",
            FileKind::model,
            models(),
            List.of(Structure.bytes(), new SafetensorsStructure())),
        picture("png", Structure.bytes(), new PngStructure()),
        picture("jpeg", Structure.bytes()),
        picture("gif", Structure.bytes()),
        picture("bmp", Structure.bytes()),
        picture("webp", Structure.bytes()),
        picture("tiff", Structure.bytes()));
  }

  private static FileKind table(String name, List<Seed> seeds, Structure... structures) {
    return new FileKind(
        name,
        file -> {
          Datasets.loadOne(file, OPTIONS, Split.TRAIN, warning -> {});
          if (!name.equals("csv")) {
            Datasets.load(file, Optional.empty(), OPTIONS, warning -> {});
          }
        },
        seeds,
        List.of(structures));
  }

  private static FileKind picture(String name, Structure... structures) {
    return new FileKind(
        name, file -> ImageFile.read(file, IMAGE_SIZE), Seed.stored(name), List.of(structures));
  }

  /** A model is also what a run can start from. */
  private static void model(Path file) {
    InitialParameters.read(file, NETWORK);
    ModelFile.load(file);
  }

  private static List<Seed> csv() {
    return List.of(
        Seed.text("header", "x1,x2,y\n0.5,-1e3,0\n\"2\",3,1\n4,5,1\n6,7,0\n"),
        Seed.text("numbers", "0.5,1,0\r\n1.5,-2,1\r\n.5,+3e-2,0\r\n"),
        Seed.text("quotes", "\ufeff\"a \"\"b\"\", c\",d,label\n 1 ,\t2,1\n3,4,0\n\n"),
        Seed.text("semicolons", "sep=;\r\nx1;\"x;2\";y\r\n0,5;-1e3;0\r\n,5;2;1\r\n3,;4;1\r\n"));
  }

  private static List<Seed> models() {
    List<Seed> seeds = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      SavedModel model =
          new SavedModel(
              NETWORK,
              Initialization.of(Initialization.Scheme.HE).draw(NETWORK, 3),
              precision,
              255,
              Optional.of(new SavedModel.ImageSize(2, 1, 3)),
              List.of("non-cat", "cat"),
              Map.of("trained on", "six numbers"));
      seeds.add(new Seed(precision.label(), saved(model)));
    }
    return seeds;
  }

  private static byte[] saved(SavedModel model) {
    try {
      Path folder = Files.createTempDirectory("model");
      Path file = folder.resolve("model.safetensors");
      ModelFile.save(file, model);
      byte[] bytes = Files.readAllBytes(file);
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of this number; the same for the same seed, wherever and whenever. */
  byte[] mutated(long seed, long number) {
    SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
    random = new SplittableRandom(random.nextLong() + number * 0x9E3779B97F4A7C15L);
    byte[] file = seeds.get(random.nextInt(seeds.size())).bytes();
    byte[] other = seeds.get(random.nextInt(seeds.size())).bytes();
    return structures.get(random.nextInt(structures.size())).mutate(file, other, random);
  }
}
