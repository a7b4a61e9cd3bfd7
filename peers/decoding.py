#!/usr/bin/env python3
"""How fast Pillow makes rows of pictures, on one core: beside `bench decode` on the same folder.

    python3 peers/decoding.py DIR [--image-size 64] [--seconds 5]

A row is made as Oncilla makes it: upright by EXIF, over white, averaged over areas to a square, RGB.
Files are read once before, so that the disk does not count. Needs Pillow.
"""

import argparse
import io
import pathlib
import time

from PIL import Image, ImageOps, __version__


def row(data, size):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, image)
    return image.convert("RGB").resize((size, size), Image.Resampling.BOX).tobytes()


def measure(pictures, size, seconds):
    begin = time.perf_counter()
    count = 0
    read = 0
    while True:
        data = pictures[count % len(pictures)].read_bytes()
        row(data, size)
        count += 1
        read += len(data)
        taken = time.perf_counter() - begin
        if taken >= seconds:
            return count / taken, read / taken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--image-size", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args()
    endings = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"}
    pictures = sorted(p for p in asked.folder.rglob("*") if p.suffix.lower() in endings)
    if not pictures:
        raise SystemExit(f"{asked.folder}: no pictures")
    measure(pictures, asked.image_size, asked.seconds / 2)
    rate, read = measure(pictures, asked.image_size, asked.seconds)
    print(f"Pillow {__version__}: {rate:.0f} pictures/s on one core, {read / 1e6:.1f} MB/s")


if __name__ == "__main__":
    main()
