/**
 * The commands that check what computes here: {@code devices} lists it, {@code crosscheck} compares
 * it with the reference, and {@code gradcheck} compares gradients with differences of the cost.
 * {@link oncilla.cli.check.DeviceCheck} runs every operation on every device for {@code devices
 * --check}, and {@link oncilla.cli.check.VerdictCache} remembers what held. {@link
 * oncilla.cli.check.CheckTable} and {@link oncilla.cli.check.GradientReport} print the results, for
 * people and as JSON.
 */
package oncilla.cli.check;
