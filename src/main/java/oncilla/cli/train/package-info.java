/**
 * The commands that train a model and use it: {@code train}, {@code reproduce}, {@code evaluate}
 * and {@code predict}. {@link oncilla.cli.train.TrainCommand} reads the options and leaves the rest
 * to a {@link oncilla.cli.train.Run}, which trains, evaluates and writes the run directory; {@link
 * oncilla.cli.train.RunLog} writes configuration and costs meanwhile, and {@link
 * oncilla.cli.train.TrainReport} says at the end what came of it.
 *
 * <p>A run begins where its {@code Beginning} says: at the start, or where a checkpoint of it is.
 * {@code Again} is a run that has been before, with what must be as it was; {@link
 * oncilla.cli.train.ReproduceCommand} makes such a run once more and compares.
 *
 * <p>A {@code Judgement} is a model on examples that it was not trained on: {@code ScoresText} puts
 * its metrics into words and {@code VerdictText} what they come to, with {@code Suggestions} made
 * from the {@code TypedOptions} of the run; {@code WrongExamples} are its mistakes.
 */
package oncilla.cli.train;
