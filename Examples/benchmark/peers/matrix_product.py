"""Times PyTorch's three products of linear layers, like the first rows of `benchmark kernels`.

For each ROWSxINPUTSxOUTPUTS: y = x W^T, dx = dy W and dW = dy^T x. Prints one line per product: the shape, the part,
the median in milliseconds and GFLOP/s.

    python matrix_product.py 768x128x384 768x128x512
"""
import argparse
import statistics
import time

import torch


def median_seconds(call, duration):
    call()
    times = []
    while sum(times) < duration or not times:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="+", metavar="ROWSxINPUTSxOUTPUTS")
    parser.add_argument("--seconds", type=float, default=0.2)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1337)
    for shape in a.shapes:
        rows, inputs, outputs = (int(size) for size in shape.split("x"))
        x, w, y = torch.rand(rows, inputs), torch.rand(outputs, inputs), torch.rand(rows, outputs)
        # Results go into existing memory, as in our kernels.
        dx, dw = torch.empty_like(x), torch.empty_like(w)
        parts = {
            "forward": lambda: torch.mm(x, w.t(), out=y),
            "gradient-of-x": lambda: torch.mm(y, w, out=dx),
            "gradient-of-W": lambda: torch.mm(y.t(), x, out=dw),
        }
        for name, call in parts.items():
            seconds = median_seconds(call, a.seconds)
            print(f"{shape} {name} {seconds * 1e3:.4f} {2e-9 * rows * inputs * outputs / seconds:.1f}")


main()
