// FEATUREs that undo one another, or that need what is not there; old names.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>

#include <map>

#include "mistakes.h"

namespace cfgen {
namespace {

struct Conflict {
  std::string_view one, other, what;
};

constexpr Conflict kConflicts[] = {
#define CONFLICT(one, other, what) {one, other, what},
#include "conflicts.def"
#undef CONFLICT
};

struct OldName {
  std::string_view name, what;
};

// The library itself says so of others.
constexpr OldName kOldNames[] = {
    {"notsticky", "does nothing since sendmail 8.7; take it out"},
};

const SiteCall* find_feature(const Watcher& site, std::string_view name) {
  for (const SiteCall& call : site.calls()) {
    if (call.name == "FEATURE" && !call.arguments.empty() && call.arguments[0] == name)
      return &call;
  }
  return nullptr;
}

bool was_called(const Watcher& site, std::string_view name) {
  for (const SiteCall& call : site.calls()) {
    if (call.name == name) return true;
  }
  return false;
}

void check_twice(const Watcher& site, Mistakes& mistakes) {
  std::map<std::vector<std::string>, std::size_t> lines;
  for (const SiteCall& call : site.calls()) {
    if (call.name != "FEATURE" || call.arguments.empty()) continue;
    const auto [first, is_new] = lines.emplace(call.arguments, call.place.line);
    if (is_new) continue;
    mistakes.push_back({call.place, false,
                        fmt::format("FEATURE(`{}') is in line {} already; take one of the two out",
                                    call.arguments[0], first->second)});
  }
}

// Without the names of domains these do nothing.
void check_domains(const Watcher& site, Mistakes& mistakes) {
  constexpr OldName kNeeds[] = {{"generics_entire_domain", "GENERICS_DOMAIN"},
                                {"virtuser_entire_domain", "VIRTUSER_DOMAIN"},
                                {"masquerade_entire_domain", "MASQUERADE_DOMAIN"}};
  for (const OldName& one : kNeeds) {
    const SiteCall* feature = find_feature(site, one.name);
    const std::string word(one.what);
    if (feature == nullptr || was_called(site, word) || was_called(site, word + "_FILE")) continue;
    mistakes.push_back(
        {feature->place, false,
         fmt::format("FEATURE(`{}') does nothing without {}; name the domains", one.name, word)});
  }
}

}  // namespace

void find_conflicts(const Watcher& site, Mistakes& mistakes) {
  for (const Conflict& one : kConflicts) {
    const SiteCall* first = find_feature(site, one.one);
    const SiteCall* second = first == nullptr ? nullptr : find_feature(site, one.other);
    if (second == nullptr) continue;
    const bool swapped = second->place.line < first->place.line;
    const SiteCall& later = swapped ? *first : *second;
    mistakes.push_back({later.place, false,
                        fmt::format("FEATURE(`{}') and FEATURE(`{}') conflict: {}", one.one,
                                    one.other, one.what)});
  }
  for (const OldName& one : kOldNames) {
    const SiteCall* feature = find_feature(site, one.name);
    if (feature == nullptr) continue;
    mistakes.push_back(
        {feature->place, false, fmt::format("FEATURE(`{}') {}", one.name, one.what)});
  }
  check_twice(site, mistakes);
  check_domains(site, mistakes);
}

}  // namespace cfgen
