/**
 * The commands that train a model and use it: {@code train}, {@code evaluate} and {@code predict}.
 * {@link oncilla.cli.train.TrainCommand} reads the options and leaves the rest to a {@link
 * oncilla.cli.train.Run}, which trains, evaluates and writes the run directory; {@link
 * oncilla.cli.train.RunLog} writes configuration and costs meanwhile, and {@link
 * oncilla.cli.train.TrainReport} says at the end what came of it.
 *
 * <p>A {@code Judgement} is a model on examples that it was not trained on: {@code ScoresText} puts
 * its metrics into words and {@code VerdictText} what they come to, with {@code Suggestions} made
 * from the {@code TypedOptions} of the run; {@code WrongExamples} are its mistakes.
 */
package oncilla.cli.train;
