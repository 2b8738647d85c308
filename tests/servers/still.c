/* Preloaded into the reference: it starts at once, as the host ref.test, and asks no name server.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <sys/utsname.h>

static char* none[] = {NULL};
static unsigned char loopback[4] = {127, 0, 0, 1};
static char* addresses[] = {(char*)loopback, NULL};
static struct hostent self = {(char*)"ref.test", none, 2, 4, addresses};

typedef struct hostent* (*lookup)(const char*, int);

struct hostent* gethostbyname2(const char* name, int family) {
  const size_t figures = strspn(name, "0123456789abcdef.:");
  if (figures == strlen(name) || strcmp(name, "localhost") == 0) {
    return ((lookup)dlsym(RTLD_NEXT, "gethostbyname2"))(name, family);
  }
  if (family == 2 && strcmp(name, "ref.test") == 0) return &self;
  h_errno = HOST_NOT_FOUND;
  return NULL;
}
struct hostent* gethostbyname(const char* name) {
  return gethostbyname2(name, 2);
}
struct hostent* gethostbyaddr(const void* address, unsigned size, int family) {
  h_errno = HOST_NOT_FOUND;
  return NULL;
}
#define NO_ANSWER(function)   \
  int function(void) {        \
    h_errno = HOST_NOT_FOUND; \
    return -1;                \
  }
NO_ANSWER(__res_nsearch)
NO_ANSWER(res_nsearch)
NO_ANSWER(__res_nquerydomain)
NO_ANSWER(res_nquerydomain)
NO_ANSWER(__res_querydomain)
NO_ANSWER(res_querydomain)
NO_ANSWER(__res_search)
NO_ANSWER(res_search)
NO_ANSWER(__res_query)
NO_ANSWER(res_query)

int gethostname(char* name, size_t size) {
  strncpy(name, "ref.test", size);
  return 0;
}
int uname(struct utsname* host) {
  memset(host, 0, sizeof *host);
  strcpy(host->sysname, "Linux");
  strcpy(host->nodename, "ref.test");
  return 0;
}
unsigned sleep(unsigned seconds) { return 0; }
