package oncilla.cli.train;

import oncilla.backend.Backend;
import oncilla.report.TextTable;
import oncilla.train.MemoryEstimate;
import oncilla.train.memory.MemoryUse;

/**
 * What a run takes of its device's memory, as a table.
 *
 * @param backend where it is
 * @param run while it trains
 * @param evaluation when it has trained
 */
record MemoryTable(Backend backend, MemoryEstimate run, MemoryEstimate evaluation) {
  /** The table, a line each. */
  String text() {
    TextTable table = new TextTable().left("memory of " + backend.device().name()).right("takes");
    for (MemoryUse use : MemoryUse.values()) {
      if (run.of(use) > 0) {
        table.row(use.label(), MemoryEstimate.readable(run.of(use)));
      }
    }
    table.row("together", ofAll(run.bytes(), backend.tensorBytes()));
    table.row(
        "largest piece",
        ofAll(
            run.largestAllocationBytes(),
            Math.min(backend.device().largestAllocationBytes(), backend.tensorBytes())));
    table.row("evaluation, afterwards", MemoryEstimate.readable(evaluation.bytes()));
    long kept = backend.device().memoryBytes() - backend.tensorBytes();
    if (kept > 0) {
      table.row("kept free for packed operands", MemoryEstimate.readable(kept));
    }
    return table.text().stripTrailing();
  }

  private static String ofAll(long bytes, long all) {
    return MemoryEstimate.readable(bytes) + " of " + MemoryEstimate.readable(all);
  }
}
