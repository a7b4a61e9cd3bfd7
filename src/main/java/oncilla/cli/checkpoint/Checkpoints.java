package oncilla.cli.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import oncilla.base.Reasons;
import oncilla.cli.console.Messages;
import oncilla.report.OutputException;
import oncilla.train.checkpoint.CheckpointFolder;
import oncilla.train.checkpoint.CheckpointInterval;
import oncilla.train.checkpoint.Pauses;
import oncilla.train.checkpoint.TrainingState;

/**
 * The checkpoints of one run: when they are due, and what is said of them. One that cannot be
 * written is a warning; the run goes on, and so do the older ones.
 */
public final class Checkpoints implements Pauses {
  private final CheckpointFolder folder;
  private final Plan plan;
  private final BooleanSupplier interrupted;
  private final Runnable before;
  private final Messages messages;
  private final LongSupplier nanoClock;
  private long lastNanos;
  private boolean written;

  /** Updates of the best state that is in its file. */
  private long bestStep = -1;

  /**
   * What was asked for.
   *
   * @param interval how often the state is kept
   * @param asked whether that was said, so that a short run has a checkpoint too
   * @param keep how many of the last ones
   */
  public record Plan(CheckpointInterval interval, boolean asked, int keep) {}

  /**
   * Checkpoints of a run that is about to begin.
   *
   * @param interrupted whether the run is to stop
   * @param before is run before one is written
   * @param nanoClock as {@link System#nanoTime}
   */
  public Checkpoints(
      CheckpointFolder folder,
      Plan plan,
      BooleanSupplier interrupted,
      Runnable before,
      Messages messages,
      LongSupplier nanoClock) {
    this.folder = folder;
    this.plan = plan;
    this.interrupted = interrupted;
    this.before = before;
    this.messages = messages;
    this.nanoClock = nanoClock;
    lastNanos = nanoClock.getAsLong();
  }

  /**
   * The state to go on from: the newest that is whole. What is passed over is said, with the
   * reason.
   *
   * @return empty where nothing was kept yet
   * @throws OutputException if there is something and none of it can be used, or the folder cannot
   *     be read
   */
  public static Optional<CheckpointFolder.Found> newest(
      CheckpointFolder folder, Messages messages) {
    CheckpointFolder.Search search;
    try {
      search = folder.search();
    } catch (IOException failure) {
      throw new OutputException(
          folder.path() + ": cannot be read: " + Reasons.of(failure), failure);
    }
    List<CheckpointFolder.PassedOver> passedOver = search.passedOver();
    if (search.newest().isEmpty() && !passedOver.isEmpty()) {
      throw new OutputException(
          "%s: none of %d checkpoints can be used: %s; without the folder it begins at iteration 0"
              .formatted(folder.path(), passedOver.size(), passedOver.get(0).reason()));
    }
    passedOver.forEach(file -> messages.warn("passed over: " + file.reason()));
    return search.newest();
  }

  @Override
  public Then after(long iterations) {
    if (interrupted.getAsBoolean()) {
      return Then.STOP;
    }
    CheckpointInterval interval = plan.interval();
    boolean due =
        interval.updates().isPresent()
            ? iterations % interval.updates().getAsLong() == 0
            : nanoClock.getAsLong() - lastNanos >= interval.time().orElseThrow().toNanos();
    return due ? Then.SAVE : Then.GO_ON;
  }

  @Override
  public void save(TrainingState now, Optional<TrainingState> best) {
    before.run();
    try {
      folder.save(now, best.filter(state -> state.step() != bestStep), plan.keep());
      bestStep = best.map(TrainingState::step).orElse(bestStep);
      written = true;
    } catch (IOException failure) {
      messages.warn(
          "no checkpoint after %d updates, and the run goes on: %s cannot be written: %s"
              .formatted(now.step(), folder.path(), Reasons.of(failure)));
    }
    lastNanos = nanoClock.getAsLong();
  }

  /** A short run leaves no state unless it was asked to. */
  @Override
  public boolean keepsEnd() {
    try {
      return written || plan.asked() || !folder.isEmpty();
    } catch (IOException unreadable) {
      return true;
    }
  }

  @Override
  public void ended(TrainingState now, Optional<TrainingState> best) {
    before.run();
    try {
      folder.saveBest(best.orElse(now));
    } catch (IOException failure) {
      messages.warn(
          "the state at the end is not kept: %s cannot be written: %s"
              .formatted(folder.path(), Reasons.of(failure)));
    }
  }

  /** Removes all but the best, once the result of the run is written. */
  public void finished() {
    try {
      folder.keepBestAlone();
    } catch (IOException failure) {
      messages.warn("%s: checkpoints are left: %s".formatted(folder.path(), Reasons.of(failure)));
    }
  }
}
