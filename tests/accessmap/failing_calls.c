/* Lets the FAIL_AT-th of a program's system calls on files fail, and with FAIL_ON all after it:
 * writing ones with "no space left", the others with "input/output error". Preloaded by
 * build_failures.sh. At exit, FAIL_COUNT (a file) gets the number of calls there were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;
static int busy; /* this file's own calls do not count */

static int fails(void) {
  static int fail_at = -1, fail_on;
  if (busy) return 0;
  if (fail_at < 0) {
    const char* at = getenv("FAIL_AT");
    fail_at = at != NULL ? atoi(at) : 0;
    fail_on = getenv("FAIL_ON") != NULL;
  }
  ++calls;
  return fail_at > 0 && (calls == fail_at || (fail_on && calls > fail_at));
}

__attribute__((destructor)) static void tell(void) {
  const char* path = getenv("FAIL_COUNT");
  busy = 1;
  FILE* out = path != NULL ? fopen(path, "w") : NULL;
  if (out != NULL) {
    fprintf(out, "%d\n", calls);
    fclose(out);
  }
}

#define FAILING(error, type, name, parameters, arguments) \
  type name parameters {                                  \
    if (fails()) {                                        \
      errno = error;                                      \
      return -1;                                          \
    }                                                     \
    type(*next) parameters;                               \
    *(void**)&next = dlsym(RTLD_NEXT, #name);             \
    return next arguments;                                \
  }

FAILING(ENOSPC, ssize_t, pwrite, (int fd, const void* b, size_t n, off_t at), (fd, b, n, at))
FAILING(ENOSPC, ssize_t, pwrite64, (int fd, const void* b, size_t n, off64_t at), (fd, b, n, at))
FAILING(EIO, ssize_t, pread, (int fd, void* b, size_t n, off_t at), (fd, b, n, at))
FAILING(EIO, ssize_t, pread64, (int fd, void* b, size_t n, off64_t at), (fd, b, n, at))
/* Nothing is really synced: these tests are about what fails, and a disk takes its time. */
int fsync(int fd) {
  (void)fd;
  if (!fails()) return 0;
  errno = EIO;
  return -1;
}
int fdatasync(int fd) { return fsync(fd); }
FAILING(EIO, int, rename, (const char* from, const char* to), (from, to))
FAILING(EIO, int, fchmod, (int fd, mode_t mode), (fd, mode))
FAILING(EIO, int, ftruncate, (int fd, off_t n), (fd, n))
FAILING(ENOSPC, int, fsetxattr, (int fd, const char* name, const void* b, size_t n, int flags),
        (fd, name, b, n, flags))
FAILING(EIO, int, fstat, (int fd, struct stat* to), (fd, to))
FAILING(EIO, int, lstat, (const char* path, struct stat* to), (path, to))

/* Messages to the standard error output get through. */
ssize_t write(int fd, const void* b, size_t n) {
  ssize_t (*next)(int, const void*, size_t);
  *(void**)&next = dlsym(RTLD_NEXT, "write");
  if (fd > 2 && fails()) {
    errno = ENOSPC;
    return -1;
  }
  return next(fd, b, n);
}
ssize_t read(int fd, void* b, size_t n) {
  ssize_t (*next)(int, void*, size_t);
  *(void**)&next = dlsym(RTLD_NEXT, "read");
  if (fails()) {
    errno = EIO;
    return -1;
  }
  return next(fd, b, n);
}

#define FAILING_OPEN(name)                                                                       \
  int name(const char* path, int flags, ...) {                                                   \
    mode_t mode = 0;                                                                             \
    va_list rest;                                                                                \
    va_start(rest, flags);                                                                       \
    if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) mode = va_arg(rest, mode_t); \
    va_end(rest);                                                                                \
    if (fails()) {                                                                               \
      errno = EIO;                                                                               \
      return -1;                                                                                 \
    }                                                                                            \
    int (*next)(const char*, int, ...);                                                          \
    *(void**)&next = dlsym(RTLD_NEXT, #name);                                                    \
    return next(path, flags, mode);                                                              \
  }
FAILING_OPEN(open)
FAILING_OPEN(open64)
