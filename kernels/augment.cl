// The gather of a batch of images that are changed at random on the way; the formulas are those of Augmentation in Java.
//
// Layout:      source and out are row-major, an image a row, pixel by pixel, channel by channel; out row i is the changed
//              source row indices[row offset + i]
// Work items:  one per pixel; on CPU devices (CHUNKED) one per `chunk` of pixels, which draws once for each image
//
// LS            work-group size; 1 on CPU devices
// PHOTO         1 for zoom, rotation and colours beside flip and shift
// STANDARDIZED  as in columns.clh
// STAGED        1 where the source has the rows of the batch alone, in its order; indices say which examples they are

#include "common.clh"
#include "columns.clh"
#include "philox.clh"

#ifndef LS
#define LS 64
#endif
#ifndef PHOTO
#define PHOTO 0
#endif
#ifndef STAGED
#define STAGED 0
#endif
#define KERNEL kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void

#define AUGMENTATION 2
#define HALF ((real)0.5)
#define TURN ((real)0.0874886635)

// What is drawn for an image.
typedef struct {
  int flip;
  int dx;
  int dy;
#if PHOTO
  real cosine;  // over the zoom, as the sine
  real sine;
  real brightness;
  real contrast;
  real saturation;
#endif
} Change;

static inline real uniform_of(const uint word) { return (real)word * (real)2.3283064365386962890625e-10; }

// floor(word * (2 * most + 1) / 2^32) - most
static inline int shift_of(const uint word, const uint most) { return (int)mul_hi(word, 2 * most + 1) - (int)most; }

static inline Change draw_change(const uint seed, const ulong example, const ulong epoch, const uint shift_x,
                                 const uint shift_y) {
  const uint low = (uint)epoch;
  const uint high = (uint)(epoch >> 32) << 16;
  uint word[4];
  philox_block(seed, AUGMENTATION, (uint)example, (uint)(example >> 32), low, high, word);
  Change change;
  change.flip = word[0] >> 31;
  change.dx = shift_of(word[1], shift_x);
  change.dy = shift_of(word[2], shift_y);
#if PHOTO
  const real zoom = (real)0.9 + (real)0.2 * uniform_of(word[3]);
  philox_block(seed, AUGMENTATION, (uint)example, (uint)(example >> 32), low, 1 | high, word);
  const real t = TURN * (2 * uniform_of(word[0]) - ONE);
  change.cosine = (ONE - t * t) / (ONE + t * t) / zoom;
  change.sine = 2 * t / (ONE + t * t) / zoom;
  change.brightness = (real)0.1 * (2 * uniform_of(word[1]) - ONE);
  change.contrast = (real)0.8 + (real)0.4 * uniform_of(word[2]);
  change.saturation = (real)0.8 + (real)0.4 * uniform_of(word[3]);
#endif
  return change;
}

#if PHOTO
// Where a pixel comes from: the first numbers of the four pixels around, and how near it is to the right and lower ones.
typedef struct {
  ulong corner[4];
  real wx;
  real wy;
} Place;

static inline Place place_of(const Change change, const uint mirrored, const uint y, const uint height, const uint width,
                             const uint channels) {
  const real middle_x = HALF * (real)(width - 1);
  const real middle_y = HALF * (real)(height - 1);
  const real from_x = (real)mirrored - middle_x;
  const real from_y = (real)y - middle_y;
  real sx = middle_x + (real)change.dx + (change.cosine * from_x - change.sine * from_y);
  real sy = middle_y + (real)change.dy + (change.sine * from_x + change.cosine * from_y);
  sx = fmax(ZERO, fmin(sx, (real)(width - 1)));
  sy = fmax(ZERO, fmin(sy, (real)(height - 1)));
  const uint left = (uint)sx;
  const uint top = (uint)sy;
  const uint right = min(left + 1, width - 1);
  const uint bottom = min(top + 1, height - 1);
  Place place;
  place.corner[0] = ((ulong)top * width + left) * channels;
  place.corner[1] = ((ulong)top * width + right) * channels;
  place.corner[2] = ((ulong)bottom * width + left) * channels;
  place.corner[3] = ((ulong)bottom * width + right) * channels;
  place.wx = sx - (real)left;
  place.wy = sy - (real)top;
  return place;
}

#define CORNER(i, c) ((real)source[from + place.corner[i] + (c)])
#define BETWEEN(c)                                                                             \
  (((ONE - place.wy) * ((ONE - place.wx) * CORNER(0, c) + place.wx * CORNER(1, c)) +           \
    place.wy * ((ONE - place.wx) * CORNER(2, c) + place.wx * CORNER(3, c))) / divisor)

#define PIXEL                                                                                  \
  const Place place = place_of(change, mirrored, y, height, width, channels);                  \
  const int coloured = channels == 3;                                                          \
  const real grey = coloured ? (real)0.299 * BETWEEN(0) + (real)0.587 * BETWEEN(1) +           \
                                   (real)0.114 * BETWEEN(2)                                    \
                             : ZERO;                                                           \
  for (uint c = 0; c < channels; ++c) {                                                        \
    real value = BETWEEN(c);                                                                   \
    value = coloured ? grey + change.saturation * (value - grey) : value;                      \
    value = HALF + change.contrast * (value - HALF) + change.brightness;                       \
    value = fmax(ZERO, fmin(value, ONE));                                                      \
    out[to + j + c] = STANDARD(value, j + c);                                                  \
  }
#else
#define PIXEL                                                                                  \
  const uint sx = (uint)clamp((int)mirrored + change.dx, 0, (int)width - 1);                   \
  const uint sy = (uint)clamp((int)y + change.dy, 0, (int)height - 1);                         \
  const ulong place = from + ((ulong)sy * width + sx) * channels;                              \
  for (uint c = 0; c < channels; ++c) {                                                        \
    out[to + j + c] = STANDARD((real)source[place + c] / divisor, j + c);                      \
  }
#endif

#define AUGMENT                                                                                \
  const ulong area = (ulong)height * width;                                                    \
  const ulong start = get_global_id(0) * chunk;                                                \
  const ulong end = min(start + chunk, pixels);                                                \
  const ulong first = indices0 + counters[counters0 + ROW_OFFSET];                             \
  const ulong epoch = (ulong)counters[counters0 + EPOCH];                                      \
  for (ulong p = start; p < end;) {                                                            \
    const ulong row = p / area;                                                                \
    const ulong stop = min(end, (row + 1) * area);                                             \
    const ulong example = (ulong)indices[first + row];                                         \
    const ulong from = source0 + (STAGED ? row : example) * area * channels;                   \
    const ulong to = out0 + row * area * channels;                                             \
    const Change change = draw_change(seed, example, epoch, shift_x, shift_y);                 \
    for (; p < stop; ++p) {                                                                    \
      const uint within = (uint)(p - row * area);                                              \
      const uint y = within / width;                                                           \
      const uint x = within - y * width;                                                       \
      const uint mirrored = change.flip ? width - 1 - x : x;                                   \
      const ulong j = (ulong)within * channels;                                                \
      PIXEL                                                                                    \
    }                                                                                          \
  }

// From bytes.
KERNEL augment_u8(const ulong pixels, const ulong chunk, const uint height, const uint width, const uint channels,
                  const uint seed, const uint shift_x, const uint shift_y, const real divisor,
                  global const uchar* source, const ulong source0, global const int* indices, const ulong indices0,
                  global const long* counters, const ulong counters0 COLUMN_PARAMETERS,
                  global real* out, const ulong out0) {
  AUGMENT
}

// From numbers of the run's precision.
KERNEL augment_real(const ulong pixels, const ulong chunk, const uint height, const uint width, const uint channels,
                    const uint seed, const uint shift_x, const uint shift_y, const real divisor,
                    global const real* source, const ulong source0, global const int* indices, const ulong indices0,
                    global const long* counters, const ulong counters0 COLUMN_PARAMETERS,
                    global real* out, const ulong out0) {
  AUGMENT
}
