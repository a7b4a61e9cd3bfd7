package oncilla.cli.experiment;

import oncilla.nn.Initialization;
import oncilla.nn.Regularization;

/**
 * One of the ways of training that an experiment compares.
 *
 * @param key for file names and programs
 * @param name for people
 * @param meaning what is done and what is to be seen, in Markdown
 * @param start how weights start
 * @param regularization L2 and dropout
 */
record Arm(
    String key, String name, String meaning, Initialization start, Regularization regularization) {}
