package oncilla.cl;

/**
 * When a command ran, by the device's own clock, whose zero means nothing.
 *
 * @param startNanos nanoseconds at its start
 * @param endNanos nanoseconds at its end
 */
public record ClTimes(long startNanos, long endNanos) {}
