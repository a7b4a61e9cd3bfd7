/**
 * Optimisers: how gradients change parameters. Parameters and gradients lie in one block each, so
 * an update is one operation whatever the number of layers.
 */
package oncilla.optim;
