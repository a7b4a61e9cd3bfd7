package oncilla.bench;

/**
 * Something to measure.
 *
 * @param submit submits one run; may return before it is done
 * @param await waits for everything submitted
 */
public record Timed(Runnable submit, Runnable await) {}
