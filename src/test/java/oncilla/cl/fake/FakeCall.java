package oncilla.cl.fake;

/**
 * One call in a {@link FakeDriver}'s log.
 *
 * @param call the OpenCL function, such as {@code clCreateBuffer}
 * @param object the object it made or was made on, such as {@code buffer#3}
 * @param detail its other arguments in words, or empty
 */
public record FakeCall(String call, String object, String detail) {}
