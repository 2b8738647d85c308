// Memory in pages of megabytes, where the system has them: large tables that are read all over, and
// large texts that are written once, cost fewer faults. Only asked for; nothing depends on it.
#ifndef LIBRULES_TEXT_LARGE_PAGES_H
#define LIBRULES_TEXT_LARGE_PAGES_H

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace rules {

// Asks for the whole large pages of some memory. Before it is written to, for those are there then.
inline void ask_large_pages(void* memory, size_t size) {
  constexpr uintptr_t kLargePage = uintptr_t{2} << 20;
  const auto at = reinterpret_cast<uintptr_t>(memory);
  const uintptr_t begin = (at + kLargePage - 1) / kLargePage * kLargePage;
  const uintptr_t end = (at + size) / kLargePage * kLargePage;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace rules

#endif
