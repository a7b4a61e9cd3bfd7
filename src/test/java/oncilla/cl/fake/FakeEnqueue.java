package oncilla.cl.fake;

import java.util.List;

/**
 * One enqueued kernel.
 *
 * @param kernel its name
 * @param global the global size
 * @param local the local size
 * @param arguments the arguments at that moment: a boxed number, or {@code buffer#3} for a buffer
 */
public record FakeEnqueue(
    String kernel, List<Long> global, List<Long> local, List<Object> arguments) {}
