/* Puts another file where the file of that name is, at the moment when a program opens it: the
 * first open of a path that ends in SWAP_NAME finds a link to SWAP_BY there. Preloaded by
 * hostile_test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void swap(const char* path) {
  static int done;
  const char* name = getenv("SWAP_NAME");
  const char* by = getenv("SWAP_BY");
  if (done || name == NULL || by == NULL || strlen(path) < strlen(name)) return;
  if (strcmp(path + strlen(path) - strlen(name), name) != 0) return;
  done = 1;
  if (unlink(path) != 0 || link(by, path) != 0) abort();
}

#define SWAPPING(name)                                                \
  int name(const char* path, int flags, ...) {                        \
    va_list rest;                                                     \
    va_start(rest, flags);                                            \
    const mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                     \
    int (*next)(const char*, int, ...);                               \
    *(void**)&next = dlsym(RTLD_NEXT, #name);                         \
    swap(path);                                                       \
    return next(path, flags, mode);                                   \
  }

SWAPPING(open)
SWAPPING(open64)
