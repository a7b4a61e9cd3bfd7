/**
 * What is done about numbers that are not finite: a {@link oncilla.train.health.NonFiniteSearch}
 * looks for the first of them after a bad step, and a {@link
 * oncilla.train.health.NonFiniteCostException} ends the run with iteration, layer and remedy.
 */
package oncilla.train.health;
