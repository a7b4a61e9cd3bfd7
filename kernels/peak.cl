// As many multiply-adds as the device can do: what a share of its peak is a share of.
//
// Layout:      out has VW elements per item, one vector each
// Work items:  each keeps CHAINS vectors in registers; a chain is x = x * factor + term, again and
//              again, and chains do not depend on each other, so that the device has something to
//              start while a multiply-add is under way. Nothing is read, and written once at the end
// Global size: a multiple of LS
// Result:      with factor in (0, 1) a chain stays between its start and term / (1 - factor), so
//              that no number becomes denormal or infinite; the last step adds the chains up, which
//              keeps the compiler from leaving any of them out
//
// LS      work-group size
// CHAINS  independent chains of an item

#include "common.clh"

#ifndef LS
#define LS 64
#endif
#ifndef CHAINS
#define CHAINS 8
#endif

kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void peak(
    const ulong repetitions, const real factor, const real term,
    global real* out, const ulong out0) {
  realv chain[CHAINS];
#pragma unroll
  for (uint c = 0; c < CHAINS; ++c) {
    chain[c] = (realv)((real)(c + 1));
  }
  for (ulong r = 0; r < repetitions; ++r) {
#pragma unroll
    for (uint c = 0; c < CHAINS; ++c) {
      chain[c] = fma(chain[c], (realv)(factor), (realv)(term));
    }
  }
  realv sum = chain[0];
#pragma unroll
  for (uint c = 1; c < CHAINS; ++c) {
    sum += chain[c];
  }
  VSTORE(sum, get_global_id(0), out + out0);
}
