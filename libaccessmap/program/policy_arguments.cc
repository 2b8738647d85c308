// The options that check and explain share. See policy_arguments.h.

#include "policy_arguments.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "accessmap/nearest.h"
#include "files.h"

namespace {

void take_feature(const std::string& name, PolicyArguments& to) {
  if (accessmap::enable(to.site, name)) return;
  const auto names = accessmap::site_features();
  const std::string near = accessmap::nearest_name(name, names);
  std::string all;
  for (const std::string_view one : names) all += " " + std::string(one);
  to.wrong = "FEATURE " + name + " changes nothing about the map; " +
             (near.empty() ? "those that do are" + all : "do you mean " + near + "?");
}

char one_char(const std::string& text, PolicyArguments& to) {
  if (text.size() != 1) to.wrong = "the delimiter must be one character";
  return text.empty() ? '\0' : text[0];
}

}  // namespace

std::vector<Option> policy_options(PolicyArguments& to) {
  return {
      {'F', "feature", "NAME", "the site has this FEATURE, or this option of access_db; repeatable",
       [&](const std::string& name) { take_feature(name, to); }},
      {'s', "strict", nullptr, "the site has FEATURE(`tls_strict')",
       [&](const std::string&) { to.site.tls_strict = true; }},
      {'f', "keep-case", nullptr, "the map is built with -f",
       [&](const std::string&) { to.style.fold_keys = false; }},
      {'t', "delimiter", "CHAR", "what parts key and value (default: white space)",
       [&](const std::string& text) { to.style.delimiter = one_char(text, to); }},
  };
}

std::optional<std::string> read_text_file(const std::string& path) {
  const int fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::optional<std::string> text;
  if (fd >= 0) text = read_all(fd);
  const int error = errno;
  if (fd > STDIN_FILENO) ::close(fd);
  if (!text) complain(path + ": cannot be read: " + std::strerror(error));
  return text;
}
