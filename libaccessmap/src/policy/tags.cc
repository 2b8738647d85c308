// The tags of an access map. See tags.h.

#include "tags.h"

#include <array>

namespace accessmap {
namespace policy {
namespace {

constexpr Tag kTags[] = {
#define ACCESS_TAG(name, forms, values) {name, forms, &values},
#include "tags.def"
#undef ACCESS_TAG
};

constexpr Tag kBareTag = {"", kName | kAddress | kMail | kUser, &kActionValue};

}  // namespace

std::span<const Tag> tags() { return kTags; }

const Tag* find_tag(std::string_view name) {
  for (const Tag& tag : kTags) {
    if (same_word(tag.name, name)) return &tag;
  }
  return nullptr;
}

const Tag& bare_tag() { return kBareTag; }

}  // namespace policy

std::vector<std::string_view> policy_tags() {
  std::vector<std::string_view> names;
  for (const policy::Tag& tag : policy::tags()) names.push_back(tag.name);
  return names;
}

namespace {

struct Feature {
  std::string_view name;
  bool Site::*flag;
};

constexpr Feature kFeatures[] = {
    {"tls_strict", &Site::tls_strict},
    {"check_cert_altnames", &Site::check_cert_altnames},
    {"tls_relay_altnames", &Site::tls_relay_altnames},
    {"skip", &Site::skip},
    {"lookupdotdomain", &Site::lookupdotdomain},
    {"relaytofulladdress", &Site::relaytofulladdress},
    {"blocklist_recipients", &Site::blocklist_recipients},
    {"blacklist_recipients", &Site::blocklist_recipients},
    {"relay_hosts_only", &Site::relay_hosts_only},
    {"relay_mail_from", &Site::relay_mail_from},
    {"relay_mail_from_domain", &Site::relay_mail_from_domain},
    {"compressed_ipv6", &Site::compressed_ipv6},
};

constexpr auto kFeatureNames = [] {
  std::array<std::string_view, std::size(kFeatures)> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kFeatures[i].name;
  return names;
}();

}  // namespace

bool enable(Site& site, std::string_view feature) {
  for (const Feature& one : kFeatures) {
    if (!policy::same_word(one.name, feature)) continue;
    site.*one.flag = true;
    if (one.flag == &Site::relay_mail_from_domain) site.relay_mail_from = true;
    return true;
  }
  return false;
}

std::span<const std::string_view> site_features() { return kFeatureNames; }

}  // namespace accessmap
