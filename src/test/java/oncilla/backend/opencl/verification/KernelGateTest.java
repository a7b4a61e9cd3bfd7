package oncilla.backend.opencl.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.backend.verification.UnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate lets pass, what it remembers, and what it makes of drivers that hang or kill. */
class KernelGateTest {
  private static final ProgramKey PROGRAM = new ProgramKey("some.cl", Map.of("LS", 4));

  @TempDir Path folder;

  private final List<String> news = new ArrayList<>();
  private int trials;
  private int probings;
  private Optional<String> probeFault = Optional.empty();

  private static Launch launch(String kernel, long length) {
    return new Launch(PROGRAM, kernel, NdRange.groups(2, 4)).length(length);
  }

  private VerdictStore store() {
    return new VerdictStore(ProgramCache.in(folder, ProgramCache.Limits.USUAL));
  }

  private KernelGate gate(String driver, VerdictStore store) {
    KernelUse probe = KernelUse.of(launch("probe", 9));
    return new KernelGate(
        "Test GPU",
        key -> driver + key,
        store,
        new KernelGate.Probing() {
          @Override
          public KernelUse use() {
            return probe;
          }

          @Override
          public KernelGate.Trial run() {
            probings++;
            return new KernelGate.Trial(probeFault, Set.of(probe));
          }
        },
        news::add,
        100);
  }

  private KernelGate gate() {
    return gate("driver 1", store());
  }

  private Callable<KernelGate.Trial> trial(Optional<String> fault, Launch... launched) {
    return () -> {
      trials++;
      return new KernelGate.Trial(
          fault, Set.copyOf(Arrays.stream(launched).map(KernelUse::of).toList()));
    };
  }

  private boolean trusts(KernelGate gate, Optional<String> fault, Launch... launches) {
    return gate.trusts("some op", List.of(launches), trial(fault, launches));
  }

  private boolean trusts(KernelGate gate, Launch... launches) {
    return trusts(gate, Optional.empty(), launches);
  }

  @Test
  void aVerdictCoversShorterSumsAndLaterProcesses() {
    KernelGate gate = gate();
    assertTrue(trusts(gate, launch("sum", 64), launch("sum", 7)));
    assertTrue(trusts(gate, launch("sum", 63)));
    assertEquals(1, trials);
    assertTrue(trusts(gate, launch("sum", 65)));
    assertEquals(2, trials);
    assertTrue(trusts(gate(), launch("sum", 65)));
    assertEquals(2, trials);
    assertEquals(1, probings);
    assertEquals(List.of(), news);
  }

  @Test
  void otherUsesHaveNoVerdict() {
    KernelGate gate = gate();
    assertTrue(trusts(gate, launch("activate", 1).mode("relu")));
    assertTrue(trusts(gate, launch("activate", 1).mode("tanh")));
    assertTrue(trusts(gate, new Launch(PROGRAM, "activate", NdRange.groups(2, 8)).mode("tanh")));
    assertTrue(trusts(gate, new Launch(PROGRAM.with("LS", 8), "activate", NdRange.groups(2, 4))));
    assertEquals(4, trials);
    assertTrue(trusts(gate("driver 2", store()), launch("activate", 1).mode("relu")));
    assertEquals(5, trials);
    assertEquals(2, probings);
  }

  @Test
  void whatIsWrongStaysWrong() {
    assertFalse(trusts(gate(), Optional.of("one element differs"), launch("sum", 5)));
    assertTrue(news.get(0).contains("sum (one element differs)"), news.toString());
    KernelGate second = gate();
    assertFalse(trusts(second, launch("sum", 1)));
    assertEquals(1, trials);
    assertEquals(Optional.of("one element differs"), second.fault(List.of(launch("sum", 1))));
    assertThrows(IllegalStateException.class, () -> second.require(launch("sum", 1)));
  }

  /** What the helper does for others is not known to be wrong. */
  @Test
  void aHelperIsNotBlamedForWhatItHelps() {
    Launch helper = launch("pack", 5).helping();
    assertFalse(trusts(gate(), Optional.of("one element differs"), helper, launch("sum", 5)));
    KernelGate second = gate();
    assertTrue(trusts(second, helper, launch("other", 5)));
    assertFalse(trusts(second, helper, launch("sum", 5)));
    assertFalse(trusts(second, Optional.of("all differ"), launch("pack", 6).helping()));
    assertFalse(trusts(second, helper));
  }

  @Test
  void whatNobodyAskedForIsStoppedAtTheQueue() {
    KernelGate gate = gate();
    assertThrows(IllegalStateException.class, () -> gate.require(launch("sum", 5)));
    trusts(gate, launch("sum", 5));
    gate.require(launch("sum", 5));
    assertThrows(IllegalStateException.class, () -> gate.require(launch("sum", 6)));
  }

  @Test
  void casesThatDoNotRunTheKernelVouchForNothing() {
    assertFalse(gate().trusts("some op", List.of(launch("sum", 5)), trial(Optional.empty())));
    assertTrue(news.get(0).contains("no case of some op runs the kernel sum@4"), news.toString());
  }

  @Test
  void aDeviceThatFailsAProbeRunsNothing() {
    probeFault = Optional.of("a loop ends too early");
    UnverifiedException refusal =
        assertThrows(UnverifiedException.class, () -> trusts(gate(), launch("sum", 5)));
    assertTrue(refusal.reason().contains("Test GPU"), refusal.reason());
    assertTrue(refusal.reason().contains("a loop ends too early"), refusal.reason());
    assertEquals(0, trials);
    assertThrows(UnverifiedException.class, () -> trusts(gate(), launch("sum", 5)));
    assertEquals(1, probings);
  }

  @Test
  void aDamagedVerdictIsNone() throws IOException {
    trusts(gate(), launch("sum", 5));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 2] ^= 1;
        Files.write(file, content);
      }
    }
    assertTrue(trusts(gate(), launch("sum", 5)));
    assertEquals(2, trials);
    assertEquals(2, probings);
  }

  @Test
  void withoutACacheEachProcessVerifiesForItself() {
    VerdictStore none = new VerdictStore(ProgramCache.off());
    KernelGate gate = gate("driver 1", none);
    assertEquals(
        Optional.empty(), gate.faultOfStep(trial(Optional.of("nobody would know next time"))));
    assertTrue(trusts(gate, launch("sum", 5)));
    assertTrue(trusts(gate, launch("sum", 5)));
    assertEquals(1, trials);
    assertTrue(trusts(gate("driver 1", none), launch("sum", 5)));
    assertEquals(2, trials);
  }

  @Test
  void aMarkerLiesThereWhileAKernelIsVerifiedAndNoLonger() throws IOException {
    List<Long> during = new ArrayList<>();
    assertTrue(
        gate()
            .trusts(
                "some op",
                List.of(launch("sum", 5)),
                () -> {
                  during.add(markers());
                  // It belongs to a process that lives, so nobody takes it for one that died.
                  assertEquals(List.of(), VerificationMarker.collect(folder));
                  during.add(markers());
                  return new KernelGate.Trial(
                      Optional.empty(), Set.of(KernelUse.of(launch("sum", 5))));
                }));
    assertEquals(List.of(1L, 1L), during);
    assertEquals(0, markers());
  }

  private long markers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".verifying")).count();
    }
  }

  @Test
  void aVerificationThatHangsCountsAsFailed() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    KernelGate gate = gate();
    UnverifiedException refusal =
        assertThrows(
            UnverifiedException.class,
            () ->
                gate.trusts(
                    "some op",
                    List.of(launch("sum", 5)),
                    () -> {
                      never.await();
                      throw new AssertionError("nobody counts down");
                    }));
    assertTrue(refusal.reason().contains("some op (sum) was not done"), refusal.reason());
    assertTrue(gate.hangs());
    assertEquals(0, markers());
    assertFalse(gate().hangs());
    assertFalse(trusts(gate(), launch("sum", 5)));
    assertEquals(0, trials);
    never.countDown();
  }

  @Test
  void whatAProcessDiedOfIsNamedAndNotUsed() throws IOException, InterruptedException {
    trusts(gate(), launch("fine", 5));
    Process child = MarkedProcess.start(folder, "driver 1" + PROGRAM, "sum@4");
    // While it lives, it has not died of anything.
    assertTrue(trusts(gate(), launch("other", 5)));
    assertEquals(1, markers());
    assertEquals(9, MarkedProcess.end(child));
    assertEquals(1, markers());
    KernelGate gate = gate();
    assertFalse(trusts(gate, launch("sum", 1)));
    assertEquals(1, news.size(), news.toString());
    assertTrue(news.get(0).contains("an earlier process ended while the kernel sum@4"));
    assertEquals(0, markers());
    assertTrue(trusts(gate, launch("fine", 5)));
    assertFalse(trusts(gate(), launch("sum", 1)));
    assertEquals(1, news.size());
  }

  @Test
  void aStepThatIsTooSlowIsKnownAfterwards() {
    KernelGate gate = gate();
    assertEquals(
        Optional.of("80 times as long"), gate.faultOfStep(trial(Optional.of("80 times as long"))));
    assertEquals(Optional.of("80 times as long"), gate().faultOfStep(trial(Optional.empty())));
    assertEquals(1, trials);
    assertTrue(trusts(gate(), launch("sum", 1)));
  }
}
