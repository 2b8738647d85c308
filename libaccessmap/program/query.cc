// accessmap query: looks keys up as sendmail would.
//
// Tested by the cases of tests/accessmap/.

#include <cstdio>
#include <string>

#include "accessmap/reader.h"
#include "accessmap/text.h"
#include "commands.h"
#include "files.h"
#include "options.h"

namespace {

constexpr const char* kUsage = "query [OPTION]... FILE.db KEY...";

struct QueryArguments {
  bool fold = true;
  accessmap::NulKeys nul = accessmap::NulKeys::either;
};

std::vector<Option> query_options(QueryArguments& to) {
  return {
      {'f', "keep-case", nullptr, "do not fold the keys to lower case",
       [&](const std::string&) { to.fold = false; }},
      {'N', "nul", nullptr, "look up with NUL only (map flag -N; default: without, then with)",
       [&](const std::string&) { to.nul = accessmap::NulKeys::with; }},
      {'O', "no-nul", nullptr, "look up without NUL only (map flag -O)",
       [&](const std::string&) { to.nul = accessmap::NulKeys::without; }},
  };
}

// One key: prints its entry, or says why there is none.
int query_key(const accessmap::Reader& reader, const QueryArguments& how, const std::string& key,
              accessmap::Scratch& scratch) {
  std::string folded = key;
  if (how.fold) accessmap::fold_key(folded);
  std::string_view value;
  switch (reader.find_entry(folded, how.nul, scratch, value)) {
    case accessmap::Status::found:
      std::fwrite(key.data(), 1, key.size(), stdout);
      std::putchar('\t');
      std::fwrite(value.data(), 1, value.size(), stdout);
      std::putchar('\n');
      return kOk;
    case accessmap::Status::not_found:
      complain(reader.path() + ": no entry for \"" + folded + "\"");
      return kSomeFailed;
    default:
      complain(scratch.problem().text);
      return kTrouble;
  }
}

}  // namespace

int query_command(Arguments arguments) {
  QueryArguments to;
  const std::vector<Option> options = query_options(to);
  Parsed parsed = parse_options(arguments, options);
  if (parsed.wrong.empty() && parsed.operands.size() < 2) {
    parsed.wrong = "query needs a database and at least one key";
  }
  if (const auto end = ended_early(parsed, kUsage, options)) return *end;
  const auto reader = open_database(parsed.operands[0]);
  if (!reader) return kTrouble;
  accessmap::Scratch scratch;
  int worst = kOk;
  for (std::size_t i = 1; i < parsed.operands.size(); ++i) {
    worst = std::max(worst, query_key(*reader, to, parsed.operands[i], scratch));
  }
  return flush_output() ? worst : kTrouble;
}
