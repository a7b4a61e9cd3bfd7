/**
 * Optimisers: how gradients change parameters. An {@link oncilla.optim.Optimizer} gives the rule
 * that a backend applies to each parameter ({@link oncilla.backend.UpdateRule}), and the memory of
 * what that rule remembers from one step to the next. Parameters, gradients and that memory lie in
 * one block each and in one layout, so an update is one operation whatever the number of layers. A
 * {@link oncilla.optim.Schedule} says how fast each update goes; a {@link oncilla.optim.RateTable}
 * keeps that on the device, for many steps at a time.
 */
package oncilla.optim;
