// See ldap_library.h.

#include "maps/ldap_library.h"

#include <dlfcn.h>

#include <optional>

namespace rules {

namespace {

struct Loaded {
  std::optional<LdapLibrary> library;
  std::string why;
};

// As distributions call it: since OpenLDAP 2.6, 2.5, 2.4.
constexpr const char* kNames[] = {"libldap.so.2", "libldap-2.5.so.0", "libldap-2.4.so.2",
                                  "libldap_r-2.4.so.2"};

void* open_library(std::string& why) {
  for (const char* name : kNames) {
    if (void* handle = ::dlopen(name, RTLD_NOW | RTLD_LOCAL)) return handle;
    if (why.empty()) why = ::dlerror();
  }
  return nullptr;
}

template <typename Function>
bool find(void* handle, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(handle, name));
  return function != nullptr;
}

Loaded load_library() {
  Loaded loaded;
  void* handle = open_library(loaded.why);
  if (handle == nullptr) return loaded;
  LdapLibrary library;
#define LDAP_FUNCTION(name)                                \
  if (!find(handle, #name, library.name)) {                \
    loaded.why = std::string("libldap has no ") + (#name); \
    return loaded;                                         \
  }
  LDAP_FUNCTIONS(LDAP_FUNCTION)
#undef LDAP_FUNCTION
  loaded.library = library;
  return loaded;
}

}  // namespace

const LdapLibrary* LdapLibrary::load(std::string& why) {
  static const Loaded loaded = load_library();
  if (loaded.library) return &*loaded.library;
  why = loaded.why;
  return nullptr;
}

}  // namespace rules
