// The gather of a batch: rows of stored bytes or numbers, divided, and standardised where that is asked for.
//
// Layout:      source is row-major N x n, out is row-major m x n; out row i is source row indices[row offset + i]
// Work items:  one per element; on CPU devices (CHUNKED) one per `chunk` of elements, in vectors along the rows
//
// LS            work-group size; 1 on CPU devices
// CHUNKED       1 on CPU devices
// STANDARDIZED  as in columns.clh
// STAGED        1 where the source has the rows of the batch alone, in its order

#include "common.clh"
#include "columns.clh"

#ifndef LS
#define LS 64
#endif
#ifndef CHUNKED
#define CHUNKED 0
#endif
#ifndef STAGED
#define STAGED 0
#endif
#define KERNEL kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void

// A division of 64 bits takes a GPU a hundred operations; most batches have less than 2^32 elements.
static inline ulong row_of(const ulong e, const ulong columns, const ulong size) {
  return size >> 32 ? e / columns : (uint)e / (uint)columns;
}

#if CHUNKED
// Whole vectors of a row, from element e of out, column j, up to `stop`.
#define VECTORS(LOADV)                                                                            \
  for (; e + VW <= stop; e += VW, j += VW) {                                                      \
    VSTORE(STANDARDV(LOADV(source + from + j) / divisor, j), 0, out + out0 + e);                  \
  }
#else
#define VECTORS(LOADV)
#endif
#define LOADV_U8(p) TO_REALV(BYTES(0, p))
#define LOADV_REAL(p) VLOAD(0, p)

#define GATHER(LOADV)                                                                             \
  const ulong start = get_global_id(0) * chunk;                                                   \
  const ulong end = min(start + chunk, size);                                                     \
  const ulong first = indices0 + counters[counters0 + ROW_OFFSET];                                \
  for (ulong e = start; e < end;) {                                                               \
    const ulong row = row_of(e, columns, size);                                                   \
    const ulong stop = min(end, (row + 1) * columns);                                             \
    const ulong from = source0 + (STAGED ? row : (ulong)indices[first + row]) * columns;          \
    ulong j = e - row * columns;                                                                  \
    VECTORS(LOADV)                                                                                \
    for (; e < stop; ++e, ++j) {                                                                  \
      out[out0 + e] = STANDARD((real)source[from + j] / divisor, j);                              \
    }                                                                                             \
  }

// From bytes.
KERNEL gather_u8(const ulong size, const ulong chunk, const ulong columns, const real divisor,
                 global const uchar* source, const ulong source0, global const int* indices, const ulong indices0,
                 global const long* counters, const ulong counters0 COLUMN_PARAMETERS,
                 global real* out, const ulong out0) {
  GATHER(LOADV_U8)
}

// From numbers of the run's precision.
KERNEL gather_real(const ulong size, const ulong chunk, const ulong columns, const real divisor,
                   global const real* source, const ulong source0, global const int* indices, const ulong indices0,
                   global const long* counters, const ulong counters0 COLUMN_PARAMETERS,
                   global real* out, const ulong out0) {
  GATHER(LOADV_REAL)
}
