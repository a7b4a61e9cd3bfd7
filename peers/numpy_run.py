"""The notes' run in NumPy: reads the data, trains, says the costs and both accuracies.

The data are an .h5 as in the notes (needs h5py) or an .npz with X, y, Xval, yval.
"""

import argparse

import peer

numpy = peer.load("numpy")

import numpy_peer  # noqa: E402  (after the check that NumPy is there)


def read(path, prefix, names):
    if path.endswith(".npz"):
        with numpy.load(path) as arrays:
            return arrays[names[0]], arrays[names[1]]
    h5py = peer.load("h5py")
    with h5py.File(path, "r") as file:
        return file[f"{prefix}_set_x"][...], file[f"{prefix}_set_y"][...]


def accuracy(step, pixels, labels, dtype):
    a = pixels.reshape(len(pixels), -1).astype(dtype) / dtype(255)
    for layer, (w, b) in enumerate(zip(step.w, step.b)):
        a = a @ w.T + b
        if layer < len(step.w) - 1:
            a = numpy.maximum(a, 0)
    return float(((a.ravel() > 0) == (labels.ravel() == 1)).mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", required=True, help=".h5, or .npz with X and y")
    parser.add_argument("--test", help=".h5; an .npz has Xval and yval in the same file")
    parser.add_argument("--hidden", default="20,7,5")
    parser.add_argument("--iterations", type=int, default=2500)
    parser.add_argument("--precision", choices=("fp32", "fp64"), default="fp64")
    options = parser.parse_args()
    dtype = numpy_peer.TYPES[options.precision]
    pixels, labels = read(options.train, "train", ("X", "y"))
    units = [pixels[0].size, *map(int, options.hidden.split(",")), 1]
    step = numpy_peer.Step(units, pixels.reshape(len(pixels), -1), labels.ravel(), dtype)
    for iteration in range(options.iterations):
        step.run()
        if iteration % 100 == 0 or iteration == options.iterations - 1:
            print(f"{iteration} {step.cost:.6f}")
    print("train", accuracy(step, pixels, labels, dtype))
    held = options.test or options.train
    if options.test or options.train.endswith(".npz"):
        print("test", accuracy(step, *read(held, "test", ("Xval", "yval")), dtype))


if __name__ == "__main__":
    main()
