package oncilla.backend.opencl.runtime;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import oncilla.backend.Arena;
import oncilla.backend.DryRun;
import oncilla.backend.Ops;
import oncilla.backend.Tensor;
import oncilla.backend.checked.CheckedOps;
import oncilla.backend.opencl.launch.OpenClArena;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.launch.Rehearsal;

/**
 * Makes the launches of a plan, and none of its kernels and buffers.
 *
 * @param backend whose launches they are
 */
record OpenClDryRun(OpenClBackend backend) implements DryRun {
  @Override
  public Arena arena() {
    return OpenClArena.unbacked(backend);
  }

  @Override
  public List<Long> planBytes(Consumer<Ops> program, Set<Tensor> constants) {
    Rehearsal rehearsal =
        backend
            .opened()
            .rehearsal(
                constants.stream().map(OpenClTensor::own).collect(Collectors.toUnmodifiableSet()));
    program.accept(
        new CheckedOps(backend, new OpenClOps(backend, backend.parameters(), rehearsal)));
    return rehearsal.scratchBytes();
  }
}
