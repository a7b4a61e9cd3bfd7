"""NumPy's side of `oncilla bench matmul` and `oncilla bench step`, on the CPU."""

import peer

numpy = peer.load("numpy")

TYPES = {"fp32": numpy.float32, "fp64": numpy.float64}


def operands(form, extents, dtype):
    shape_a, shape_b = peer.operand_shapes(form, *extents)
    random = numpy.random.RandomState(peer.SEED)
    return random.standard_normal(shape_a).astype(dtype), random.standard_normal(shape_b).astype(dtype)


def product(form, a, b, out):
    numpy.matmul(a.T if form == "TN" else a, b.T if form == "NT" else b, out=out)


class Step:
    """Forward, cross-entropy from the logits, backward, update; with all memory made beforehand."""

    def __init__(self, units, pixels, labels, dtype):
        rows = len(labels)
        self.x = pixels.astype(dtype) / dtype(255)
        self.y = labels.astype(dtype).reshape(rows, 1)
        weights, biases = peer.start(numpy, units)
        self.w = [w.astype(dtype) for w in weights]
        self.b = [b.astype(dtype) for b in biases]
        self.a = [numpy.empty((rows, n), dtype) for n in units[1:]]
        self.dz = [numpy.empty((rows, n), dtype) for n in units[1:]]
        self.dw = [numpy.empty_like(w) for w in self.w]
        self.scale = dtype(1 / rows)
        self.rate = dtype(peer.LEARNING_RATE)
        self.cost = None

    def run(self):
        below = self.x
        for layer, (w, b, a) in enumerate(zip(self.w, self.b, self.a)):
            numpy.matmul(below, w.T, out=a)
            a += b
            if layer < len(self.w) - 1:
                numpy.maximum(a, 0, out=a)
            below = a
        z = self.a[-1]
        # One exponential for the cost and for the sigmoid; its exponent is never positive.
        e = numpy.exp(-numpy.abs(z))
        self.cost = (numpy.maximum(z, 0) - z * self.y + numpy.log1p(e)).mean()
        self.dz[-1][...] = numpy.where(z >= 0, 1 / (1 + e), e / (1 + e)) - self.y
        for layer in range(len(self.w) - 1, -1, -1):
            dz = self.dz[layer]
            below = self.a[layer - 1] if layer else self.x
            dw = self.dw[layer]
            numpy.matmul(dz.T, below, out=dw)
            db = dz.sum(axis=0)
            if layer:
                numpy.matmul(dz, self.w[layer], out=self.dz[layer - 1])
                self.dz[layer - 1] *= below > 0
            dw *= self.scale * self.rate
            self.w[layer] -= dw
            self.b[layer] -= db * (self.scale * self.rate)


class Pipeline(Step):
    """A step on the next mini-batch of a set of bytes."""

    def __init__(self, units, rows, batches, dtype):
        self.set, self.labels = peer.examples(numpy, rows * batches, units[0])
        super().__init__(units, self.set[:rows], self.labels[:rows], dtype)
        self.epochs = peer.Epochs(numpy, batches, rows)
        self.label_set = self.labels.astype(dtype).reshape(-1, 1)
        self.by_255 = dtype(1) / dtype(255)

    def run(self):
        rows = self.epochs.next()
        numpy.multiply(self.set[rows], self.by_255, out=self.x)
        numpy.take(self.label_set, rows, axis=0, out=self.y)
        super().run()


def main():
    options = peer.arguments(__doc__, ("numpy",), benches=("matmul", "step", "pipeline"))
    program = f"numpy {numpy.__version__}"
    a, b = operands("NN", (1024, 1024, 1024), numpy.float32)
    c = numpy.empty((1024, 1024), numpy.float32)
    known = peer.measure(lambda: product("NN", a, b, c), lambda: None, 0.2)
    blas = peer.openblas() or "a BLAS that does not say which"
    peer.first_say(program, blas, known["median"])
    targets, results = [], []
    for precision in options.precision_list:
        dtype = TYPES[precision]
        name = f"numpy {precision}"
        targets.append({"target": name, "precision": precision, "device": peer.cpu_name(), "blas": blas})
        if options.bench == "matmul":
            for extents in options.shape_list:
                for form in options.form_list:
                    a, b = operands(form, extents, dtype)
                    c = numpy.empty(extents[:2], dtype)
                    seconds = peer.measure(lambda: product(form, a, b, c), lambda: None, options.seconds)
                    error = peer.error_of(numpy, form, a, b, c)
                    results.append(peer.matmul_result(name, precision, form, extents, seconds, error))
        elif options.bench == "pipeline":
            for units, rows in options.net_list:
                pipeline = Pipeline(units, rows, options.set_batches, dtype)
                seconds = peer.measure(pipeline.run, lambda: None, options.seconds)
                results.append(peer.pipeline_result(name, precision, units, rows, seconds))
        else:
            for units, rows in options.net_list:
                step = Step(units, *peer.examples(numpy, rows, units[0]), dtype)
                for _ in range(peer.COST_STEPS):
                    step.run()
                cost = float(step.cost)
                seconds = peer.measure(step.run, lambda: None, options.seconds)
                results.append(peer.step_result(name, precision, units, rows, seconds, cost))
    peer.document(program, options, targets, results)


if __name__ == "__main__":
    main()
