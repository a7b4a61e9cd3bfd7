package oncilla.bench;

/**
 * A piece of work whose time is measured.
 *
 * @param submit submits one run; may return before it is done
 * @param await waits for everything submitted
 */
record Timed(Runnable submit, Runnable await) {}
