package oncilla.train;

import java.util.List;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Ops;
import oncilla.backend.StepState;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;
import oncilla.optim.Optimizer;
import oncilla.train.checkpoint.Snapshot;

/**
 * Parameters that a run keeps on the device while it goes on, and what the optimiser remembered
 * with them, so that it could go on from there again.
 */
record KeptState(ParameterMemory kept, List<ParameterMemory> moments) {
  static KeptState allocate(Backend backend, Arena arena, Network network, Optimizer optimizer) {
    return new KeptState(
        ParameterMemory.allocate(backend, arena, network),
        optimizer.allocateMoments(backend, arena, network));
  }

  /** Copies the state of a step, on the device. */
  void keep(Ops ops, StepMemory step) {
    ops.activate(Activation.IDENTITY, step.parameters().all(), kept.all());
    for (int i = 0; i < moments.size(); i++) {
      ops.activate(Activation.IDENTITY, step.moments().get(i).all(), moments.get(i).all());
    }
  }

  void upload(Snapshot snapshot) {
    kept.upload(snapshot.parameters());
    for (int i = 0; i < moments.size(); i++) {
      moments.get(i).upload(snapshot.moments().get(i));
    }
  }

  /** Waits, and copies the parameters to the host. */
  Parameters parameters() {
    return kept.download();
  }

  /** Waits, and copies all of it to the host. */
  Snapshot snapshot(StepState.Position position) {
    return new Snapshot(
        position, parameters(), moments.stream().map(ParameterMemory::download).toList());
  }
}
