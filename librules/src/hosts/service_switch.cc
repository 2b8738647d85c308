// See service_switch.h.

#include "hosts/service_switch.h"

#include <algorithm>
#include <fstream>

#include "text/fold.h"

namespace rules {

namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kBlanks = " \t\n\v\f\r";

Words words_of(std::string_view text) {
  Words words;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = std::min(text.find_first_not_of(kBlanks, at), text.size());
    at = std::min(text.find_first_of(kBlanks, begin), text.size());
    if (begin < at) words.emplace_back(text.substr(begin, at - begin));
  }
  return words;
}

std::optional<Words> default_services(std::string_view service) {
  if (equal_folded(service, "hosts")) return Words{"files", "dns"};
  if (equal_folded(service, "aliases") || equal_folded(service, "passwd")) return Words{"files"};
  return std::nullopt;
}

}  // namespace

std::optional<Words> services_for(const std::string& file, std::string_view service) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    // A line that begins with a blank belongs to no service.
    const std::string_view name = std::string_view(line).substr(0, line.find_first_of(kBlanks));
    if (name.empty() || !equal_folded(name, service)) continue;
    Words words = words_of(std::string_view(line).substr(name.size()));
    if (!words.empty()) return words;
  }
  return default_services(service);
}

Words host_services(const std::string& file) {
  return services_for(file, "hosts").value_or(Words());
}

void SwitchWatch::look(NameTrace& trace) const {
  constexpr std::chrono::seconds kKept(10);
  if (safety == nullptr) return;
  const auto now = std::chrono::steady_clock::now();
  if (*looked_at != std::chrono::steady_clock::time_point() && now - *looked_at < kKept) return;
  *looked_at = now;
  if (!trace.tracing(kFileTrace, kFileChecks)) return;
  check_file_for(trace, std::string(name), *safety, FileUse::service_switch);
}

bool asks_dns(const std::string& file) {
  const Words services = host_services(file);
  return std::any_of(services.begin(), services.end(),
                     [](const std::string& service) { return equal_folded(service, "dns"); });
}

}  // namespace rules
