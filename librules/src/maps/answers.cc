// See answers.h.

#include "maps/answers.h"

#include "text/fold.h"

namespace rules {

void trace_rewrite(std::string_view value, std::span<const std::string_view> args,
                   LookupServices& services) {
  std::string line = "map_rewrite(";
  line.append(value).append(args.empty() ? "), av = (nullv)" : "), av =");
  services.trace(line);
  for (const std::string_view arg : args) services.trace(line.assign("\t").append(arg));
}

void trace_rewritten(LookupServices& services) {
  std::string line = "map_rewrite => ";
  services.trace(line.append(services.value));
}

void map_rewrite(std::string_view value, std::span<const std::string_view> args,
                 std::string_view append, std::string& out) {
  if (value.find('%') == std::string_view::npos) {
    out.append(value).append(append);
    return;
  }
  for (size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    const char next = at + 1 < value.size() ? value[at + 1] : '\0';
    if (c != '%' || (next != '%' && (next < '0' || next > '9'))) {
      out += c;
      continue;
    }
    ++at;
    const auto number = static_cast<size_t>(next - '0');
    if (next == '%') {
      out += '%';
    } else if (number < args.size()) {
      out += args[number];
    }
  }
  out += append;
}

LookupAnswer rewritten_value(const MapDefinition& map, const LookupRequest& request,
                             std::string_view value, LookupServices& services) {
  const bool tracing = services.tracing(39, 1);
  services.value.clear();
  if (map.match_only) {
    if (tracing) trace_rewrite(request.key, {}, services);
    services.value.append(request.key).append(map.append);
  } else {
    if (tracing) trace_rewrite(value, request.args, services);
    map_rewrite(value, request.args, map.append, services.value);
  }
  if (tracing) trace_rewritten(services);
  return {LookupStatus::found, kExitOk, services.value};
}

LookupAnswer plain_value(const MapDefinition& map, std::string_view value,
                         LookupServices& services) {
  services.value.assign(value).append(map.append);
  return {LookupStatus::found, kExitOk, services.value};
}

void append_data(std::string_view bytes, const LookupServices& services, std::string& out) {
  bytes = cut_at_nul(bytes);
  if (!services.operator_bytes) {
    out += bytes;
    return;
  }
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xa0) out += '\0';
    out += c;
  }
}

void append_unmarked(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c != '\0') out += c;
  }
}

std::string_view key_in_scratch(std::string_view key, bool folded, LookupServices& services) {
  std::string& scratch = services.scratch;
  scratch.resize(key.size());
  if (key.find('\0') == std::string_view::npos) [[likely]] {
    if (!folded) return scratch.assign(key);
    copy_folded(key.data(), key.size(), scratch.data());
    return scratch;
  }
  char* to = scratch.data();
  for (const char c : key) {
    *to = folded ? static_cast<char>(fold(c)) : c;
    to += c != '\0';
  }
  scratch.resize(static_cast<size_t>(to - scratch.data()));
  return scratch;
}

void trace_lookup(std::string_view function, const MapDefinition& map, std::string_view key,
                  LookupServices& services) {
  if (!services.tracing(38, 20)) return;
  std::string line(function);
  line.append("(").append(map.name).append(", ").append(key).append(")");
  services.trace(line);
}

}  // namespace rules
