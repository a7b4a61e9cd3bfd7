"""PyTorch's side of `oncilla bench matmul` and `oncilla bench step`: CPU and CUDA, eager and as a CUDA graph."""

import sys

import peer

numpy = peer.load("numpy")
torch = peer.load("torch")

TYPES = {"fp32": torch.float32, "fp64": torch.float64}
VARIANTS = ("cpu", "cuda", "cuda-graph")



def tensor(array, dtype, device):
    # By way of a buffer, because a PyTorch may be older than the NumPy beside it and not know it.
    values = numpy.ascontiguousarray(array, dtype=numpy.float64)
    flat = torch.frombuffer(bytearray(values.tobytes()), dtype=torch.float64)
    return flat.reshape(values.shape).to(device=device, dtype=dtype)


def waiting(device):
    return torch.cuda.synchronize if device == "cuda" else (lambda: None)


class Step:
    """The step written out, with the functions a user of PyTorch has: no autograd, nothing that is not needed."""

    def __init__(self, units, rows, dtype, device):
        pixels, labels = peer.examples(numpy, rows, units[0])
        self.x = tensor(pixels, dtype, device) / 255
        self.y = tensor(labels.reshape(rows, 1), dtype, device)
        weights, biases = peer.start(numpy, units)
        self.w = [tensor(w, dtype, device) for w in weights]
        self.b = [tensor(b, dtype, device) for b in biases]
        self.cost = torch.zeros((), dtype=dtype, device=device)

    def run(self):
        activations = [self.x]
        for layer, (w, b) in enumerate(zip(self.w, self.b)):
            z = torch.addmm(b, activations[-1], w.t())
            activations.append(z.relu_() if layer < len(self.w) - 1 else z)
        z = activations[-1]
        self.cost.copy_(torch.nn.functional.binary_cross_entropy_with_logits(z, self.y))
        dz = torch.sigmoid(z) - self.y
        step = -peer.LEARNING_RATE / self.x.shape[0]
        for layer in range(len(self.w) - 1, -1, -1):
            w, below = self.w[layer], activations[layer]
            previous = (dz @ w).mul_(below > 0) if layer else None
            w.addmm_(dz.t(), below, alpha=step)
            self.b[layer].add_(dz.sum(0), alpha=step)
            dz = previous


class Pipeline(Step):
    """A step on the next mini-batch of a set of bytes, which lies on the device."""

    def __init__(self, units, rows, batches, dtype, device):
        super().__init__(units, rows, dtype, device)
        pixels, labels = peer.examples(numpy, rows * batches, units[0])
        self.set = torch.frombuffer(bytearray(pixels.tobytes()), dtype=torch.uint8).reshape(pixels.shape).to(device)
        self.labels = tensor(labels.reshape(-1, 1), dtype, device)
        self.epochs = peer.Epochs(numpy, batches, rows)
        self.device = device

    def run(self):
        order = self.epochs.next()
        rows = torch.frombuffer(bytearray(order.astype(numpy.int64).tobytes()), dtype=torch.int64).to(self.device)
        torch.mul(torch.index_select(self.set, 0, rows), 1 / 255, out=self.x)
        torch.index_select(self.labels, 0, rows, out=self.y)
        super().run()


def graph_of(run):
    """Records run as a CUDA graph and returns what replays the graph."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            run()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        run()
    return graph.replay


def measure_step(units, rows, dtype, variant, seconds):
    device = "cpu" if variant == "cpu" else "cuda"
    step = Step(units, rows, dtype, device)
    for _ in range(peer.COST_STEPS):
        step.run()
    cost = float(step.cost)
    run = graph_of(step.run) if variant == "cuda-graph" else step.run
    return peer.measure(run, waiting(device), seconds), cost


def measure_pipeline(units, rows, batches, dtype, variant, seconds):
    device = "cpu" if variant == "cpu" else "cuda"
    return peer.measure(Pipeline(units, rows, batches, dtype, device).run, waiting(device), seconds)


def measure_matmul(form, extents, dtype, variant, seconds):
    device = "cpu" if variant == "cpu" else "cuda"
    shape_a, shape_b = peer.operand_shapes(form, *extents)
    generator = torch.Generator().manual_seed(peer.SEED)
    a = torch.randn(shape_a, generator=generator, dtype=torch.float64).to(device=device, dtype=dtype)
    b = torch.randn(shape_b, generator=generator, dtype=torch.float64).to(device=device, dtype=dtype)
    c = torch.empty(extents[:2], dtype=dtype, device=device)
    left, right = (a.t() if form == "TN" else a), (b.t() if form == "NT" else b)

    def run():
        torch.mm(left, right, out=c)

    run_it = graph_of(run) if variant == "cuda-graph" else run
    seconds = peer.measure(run_it, waiting(device), seconds)
    rows, columns = min(extents[0], 64), min(extents[1], 64)
    expected = left[:rows].double() @ right[:, :columns].double()
    error = float((c[:rows, :columns].double() - expected).norm() / expected.norm())
    return seconds, error


def main():
    options = peer.arguments(__doc__, VARIANTS, benches=("matmul", "step", "pipeline"))
    program = f"torch {torch.__version__}"
    # fp32 means fp32: without this a GPU may use TF32.
    torch.backends.cuda.matmul.allow_tf32 = False
    variants = [v for v in options.variant_list if v == "cpu" or torch.cuda.is_available()]
    if not variants or (options.variants and variants != options.variant_list):
        sys.exit("torch_peer.py: this PyTorch sees no CUDA device")
    known, _ = measure_matmul("NN", (1024, 1024, 1024), torch.float32, variants[0], 0.2)
    blas = "cuBLAS" if variants[0] != "cpu" else peer.openblas() or "a BLAS that does not say which"
    peer.first_say(f"{program} {variants[0]}", blas, known["median"])
    targets, results = [], []
    for variant in variants:
        device = peer.cpu_name() if variant == "cpu" else torch.cuda.get_device_name()
        for precision in options.precision_list:
            name = f"torch {variant} {precision}"
            targets.append({"target": name, "precision": precision, "device": device, "blas": blas})
            if options.bench == "matmul":
                for extents in options.shape_list:
                    for form in options.form_list:
                        seconds, error = measure_matmul(form, extents, TYPES[precision], variant, options.seconds)
                        results.append(peer.matmul_result(name, precision, form, extents, seconds, error))
            elif options.bench == "pipeline":
                # The order changes from batch to batch, and a graph would replay one.
                for units, rows in options.net_list if variant != "cuda-graph" else []:
                    seconds = measure_pipeline(
                        units, rows, options.set_batches, TYPES[precision], variant, options.seconds
                    )
                    results.append(peer.pipeline_result(name, precision, units, rows, seconds))
            else:
                for units, rows in options.net_list:
                    seconds, cost = measure_step(units, rows, TYPES[precision], variant, options.seconds)
                    results.append(peer.step_result(name, precision, units, rows, seconds, cost))
    peer.document(program, options, targets, results)


if __name__ == "__main__":
    main()
