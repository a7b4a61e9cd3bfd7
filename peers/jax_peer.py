"""JAX's side of `oncilla bench matmul` and `oncilla bench step`, on its first device.

The loop of many steps is one jit: what is measured is the time of the whole loop, divided by its steps.
"""

import functools

import peer

numpy = peer.load("numpy")
jax = peer.load("jax")

LOOP_STEPS = 20


def step(parameters, x, y):
    """One step: new parameters, and the cost before it."""
    jnp = jax.numpy
    weights, biases = parameters
    activations = [x]
    for layer, (w, b) in enumerate(zip(weights, biases)):
        z = activations[-1] @ w.T + b
        activations.append(jnp.maximum(z, 0) if layer < len(weights) - 1 else z)
    z = activations[-1]
    cost = jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))
    dz = jax.nn.sigmoid(z) - y
    rate = peer.LEARNING_RATE / x.shape[0]
    new_weights, new_biases = list(weights), list(biases)
    for layer in range(len(weights) - 1, -1, -1):
        below = activations[layer]
        new_weights[layer] = weights[layer] - rate * (dz.T @ below)
        new_biases[layer] = biases[layer] - rate * dz.sum(axis=0)
        if layer:
            dz = (dz @ weights[layer]) * (below > 0)
    return (new_weights, new_biases), cost


@functools.partial(jax.jit, static_argnums=3, donate_argnums=0)
def loop(parameters, x, y, steps):
    """Many steps; the cost is the last one's."""
    initial = (parameters, jax.numpy.zeros((), x.dtype))
    return jax.lax.fori_loop(0, steps, lambda _, carried: step(carried[0], x, y), initial)


def measure_step(units, rows, dtype, seconds):
    pixels, labels = peer.examples(numpy, rows, units[0])
    x = jax.numpy.asarray(pixels.astype(dtype) / dtype(255))
    y = jax.numpy.asarray(labels.astype(dtype).reshape(rows, 1))
    weights, biases = peer.start(numpy, units)
    state = [([jax.numpy.asarray(w.astype(dtype)) for w in weights],
              [jax.numpy.asarray(b.astype(dtype)) for b in biases])]
    state[0], cost = loop(state[0], x, y, peer.COST_STEPS)
    cost = float(cost)

    def run():
        state[0], _ = loop(state[0], x, y, LOOP_STEPS)

    timed = peer.measure(run, lambda: jax.block_until_ready(state[0]), seconds)
    return {k: v if k == "count" else v / LOOP_STEPS for k, v in timed.items()}, cost


def measure_matmul(form, extents, dtype, seconds):
    shape_a, shape_b = peer.operand_shapes(form, *extents)
    random = numpy.random.RandomState(peer.SEED)
    a = jax.numpy.asarray(random.standard_normal(shape_a).astype(dtype))
    b = jax.numpy.asarray(random.standard_normal(shape_b).astype(dtype))
    product = jax.jit(lambda p, q: (p.T if form == "TN" else p) @ (q.T if form == "NT" else q))
    last = [None]

    def run():
        last[0] = product(a, b)

    timed = peer.measure(run, lambda: jax.block_until_ready(last[0]), seconds)
    arrays = (numpy.asarray(v) for v in (a, b, last[0]))
    return timed, peer.error_of(numpy, form, *arrays)


def main():
    options = peer.arguments(__doc__, ("jax",))
    jax.config.update("jax_enable_x64", True)
    # fp32 means fp32: without this a GPU may use TF32.
    jax.config.update("jax_default_matmul_precision", "highest")
    device = jax.devices()[0]
    kind = peer.cpu_name() if device.platform == "cpu" else device.device_kind
    program = f"jax {jax.__version__}"
    known, _ = measure_matmul("NN", (1024, 1024, 1024), numpy.float32, 0.2)
    blas = "XLA's own on the CPU" if device.platform == "cpu" else "XLA"
    peer.first_say(f"{program} on {kind}", blas, known["median"])
    targets, results = [], []
    for precision in options.precision_list:
        dtype = {"fp32": numpy.float32, "fp64": numpy.float64}[precision]
        name = f"jax {device.platform} {precision}"
        targets.append({"target": name, "precision": precision, "device": kind, "blas": blas})
        if options.bench == "matmul":
            for extents in options.shape_list:
                for form in options.form_list:
                    seconds, error = measure_matmul(form, extents, dtype, options.seconds)
                    results.append(peer.matmul_result(name, precision, form, extents, seconds, error))
        else:
            for units, rows in options.net_list:
                seconds, cost = measure_step(units, rows, dtype, options.seconds)
                results.append(peer.step_result(name, precision, units, rows, seconds, cost))
    peer.document(program, options, targets, results)


if __name__ == "__main__":
    main()
