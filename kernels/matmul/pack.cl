// Packs an operand of a matrix product into panels in global memory, for products that read it so (packed.cl).
//
// Layout:      op(A) is extent x k, op(B) k x extent; packed: k in steps of block_k, in a step all panels of WIDTH
//              rows or columns one behind the other, in a panel WIDTH elements for each l; the last step may be short
// Work group:  one item, which packs up to `panels` panels of one step
// Edges:       beyond the last row or column its copy or zero, so that a panel is always whole
//
// WIDTH           rows or columns of a panel, a multiple of 4
// ALONG_K         1 where the operand is contiguous along k, 0 where it is along the extent

#define PANEL_SPACE global
#include "common.clh"
#include "matmul/panels.clh"

#ifndef WIDTH
#define WIDTH 8
#endif
#ifndef ALONG_K
#define ALONG_K 0
#endif

kernel __attribute__((reqd_work_group_size(1, 1, 1))) void matmul_pack(
    const ulong extent, const ulong k, const uint block_k, const uint panels,
    global const real* operand_buffer, const ulong operand0, global real* packed_buffer,
    const ulong packed0) {
  global const real* operand = operand_buffer + operand0;
  global real* packed = packed_buffer + packed0;
  const ulong first_k = get_group_id(1) * block_k;
  const uint length = (uint)min((ulong)block_k, k - first_k);
  const ulong count = (extent + WIDTH - 1) / WIDTH;
  const ulong first = get_group_id(0) * panels;
  const ulong last = min(first + panels, count);
  for (ulong panel = first; panel < last; ++panel) {
    const ulong start = panel * WIDTH;
    const uint valid = (uint)min((ulong)WIDTH, extent - start);
    global real* out = packed + first_k * count * WIDTH + start * length;
#if ALONG_K
    pack_transposed(operand + start * k + first_k, k, valid, WIDTH, length, out);
#else
    pack_rows(operand + first_k * extent + start, extent, valid, WIDTH, length, out);
#endif
  }
}
