package oncilla.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClConfiguration.Variant;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import org.junit.jupiter.api.Test;

/** What is left out of the tests over all variants is only what another one runs the same way. */
class ConfigurationCasesTest {
  private static List<OpenClConfiguration> with(Variant... variants) {
    return Stream.of(variants)
        .map(variant -> new OpenClConfiguration("jocl", Precision.FP32, variant))
        .toList();
  }

  @Test
  void packedVariantsLeaveAllButProductsToTheVariantThatIsAlike() {
    Map<Variant, Variant> left = new EnumMap<>(Variant.class);
    for (ConfigurationCases one : ConfigurationCases.of(with(Variant.values()))) {
      one.alike().ifPresent(it -> left.put(one.configuration().variant(), it.variant()));
    }
    assertEquals(
        Map.of(
            Variant.PACKED_NARROW, Variant.CPU_NARROW,
            Variant.PACKED_AHEAD, Variant.CPU_NARROW,
            Variant.PACKED_WIDE, Variant.CPU_WIDE,
            Variant.LARGE_TILES, Variant.GPU),
        left);
  }

  @Test
  void withoutTheVariantThatIsAlikeEverythingIsRun() {
    List<ConfigurationCases> all =
        ConfigurationCases.of(with(Variant.CPU_WIDE, Variant.PACKED_NARROW, Variant.PACKED_AHEAD));
    assertEquals(Optional.empty(), all.get(1).alike());
    assertEquals(OpCases.all().size(), all.get(1).among(OpCases.all()).size());
    assertEquals(Optional.of(all.get(1).configuration()), all.get(2).alike());
  }

  @Test
  void anotherBindingOrPrecisionIsNotAlike() {
    List<ConfigurationCases> all =
        ConfigurationCases.of(
            List.of(
                new OpenClConfiguration("jocl", Precision.FP32, Variant.CPU_NARROW),
                new OpenClConfiguration("jocl", Precision.FP64, Variant.PACKED_NARROW),
                new OpenClConfiguration("lwjgl", Precision.FP32, Variant.PACKED_NARROW)));
    all.forEach(one -> assertEquals(Optional.empty(), one.alike(), one.toString()));
  }

  @Test
  void whatIsLeftOutHasNoProductInIt() {
    ConfigurationCases packed =
        ConfigurationCases.of(with(Variant.CPU_NARROW, Variant.PACKED_NARROW)).get(1);
    List<OpCase> run = packed.among(OpCases.all());
    Set<OpCase> left = new HashSet<>(OpCases.all());
    Set<String> labels = run.stream().map(OpCase::toString).collect(Collectors.toSet());
    left.removeIf(one -> labels.contains(one.toString()));
    assertEquals(
        Set.of(
            "activate",
            "activateBackward",
            "addRowVector",
            "addScaled",
            "advance",
            "applyMask",
            "columnSum",
            "crossEntropy",
            "drawMask",
            "gather",
            "l2Penalty",
            "update"),
        left.stream().map(OpCase::op).collect(Collectors.toCollection(TreeSet::new)));
    assertTrue(run.stream().map(OpCase::op).toList().containsAll(List.of("matmul", "dense")));
  }

  @Test
  void everyVariantIsRunAndEveryBindingInBothPrecisions() {
    List<OpenClConfiguration> run = OpenClConfiguration.eachVariantOnce();
    for (Precision precision : Precision.values()) {
      assertEquals(variants(OpenClConfiguration.all(), precision), variants(run, precision));
      for (String binding : ClDrivers.all().stream().map(ClDriver::name).toList()) {
        for (Variant variant : Arrays.asList(Variant.DEVICE_DEFAULT, Variant.GPU)) {
          assertTrue(run.contains(new OpenClConfiguration(binding, precision, variant)));
        }
      }
    }
  }

  private static Set<Variant> variants(List<OpenClConfiguration> all, Precision precision) {
    return all.stream()
        .filter(one -> one.precision() == precision)
        .map(OpenClConfiguration::variant)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Variant.class)));
  }
}
