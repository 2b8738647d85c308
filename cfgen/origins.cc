// Where the lines of a generated configuration come from.
//
// Tested by tests/cfgen/map_test.
#include "origins.h"

#include <fmt/format.h>

namespace cfgen {
namespace {

// A text as JSON writes it. Bytes that are no ASCII pass as they are: a path is what it is.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
  }
  return result + '"';
}

std::string row(std::size_t number, const Origin& origin, const Origins& origins) {
  std::string text = fmt::format("    {{\"cf\": {}", number);
  if (origin.mc_line > 0) text += fmt::format(", \"mc\": {}", origin.mc_line);
  if (!origin.file.empty() && origin.file != origins.input) {
    text += fmt::format(", \"file\": {}, \"line\": {}",
                        quoted(in_library(origin.file, origins.library)), origin.line);
  }
  return text + "}";
}

}  // namespace

std::string_view in_library(std::string_view path, std::string_view library) {
  if (library.empty() || !path.starts_with(library)) return path;
  const std::string_view rest = path.substr(library.size());
  return rest.starts_with('/') ? rest.substr(1) : path;
}

bool Origins::is_of_site(const Origin& origin) const {
  return !origin.file.empty() &&
         (origin.file == input || in_library(origin.file, library).size() == origin.file.size());
}

std::string source_map(const Origins& origins, const std::string& output) {
  std::string text = fmt::format(
      "{{\n  \"version\": 1,\n  \"mc\": {},\n  \"cf\": {},\n  \"library\": {},\n  \"lines\": [\n",
      quoted(origins.input), quoted(output), quoted(origins.library));
  bool first = true;
  for (std::size_t i = 0; i < origins.lines.size(); ++i) {
    const Origin& origin = origins.lines[i];
    if (origin.mc_line == 0 && origin.file.empty()) continue;
    text += first ? "" : ",\n";
    text += row(i + 1, origin, origins);
    first = false;
  }
  return text + "\n  ]\n}\n";
}

}  // namespace cfgen
