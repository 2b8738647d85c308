// accessmap explain: which entry decides about somebody.
//
// Tested by accessmap_policy.sh; the keys by against_rulesets_test.cc.

#include <cstdio>
#include <map>
#include <memory>

#include "accessmap/nearest.h"
#include "accessmap/policy.h"
#include "accessmap/reader.h"
#include "commands.h"
#include "files.h"
#include "options.h"
#include "policy_arguments.h"

namespace {

using accessmap::Party;

constexpr const char* kUsage = "explain [OPTION]... FILE TAG HOST|ADDRESS|USER@HOST|NAME...";

constexpr const char* kMore =
    "FILE is a database (.db, .cdb, .lmdb) or the text that one is built from. A host and its "
    "address are\n"
    "one question: HOST ADDRESS. An address alone is a client that the DNS has no name for.\n"
    "Shown are the keys in the order in which they are asked for, up to the one that wins.\n"
    "Exit status: 0 an entry decides, 1 none does, 2 wrong usage or an unreadable file.\n";

struct ExplainArguments {
  PolicyArguments policy;
  bool ours = false;
};

std::vector<Option> explain_options(ExplainArguments& to) {
  std::vector<Option> options = policy_options(to.policy);
  options.push_back({'o', "ours", nullptr, "the hosts of recipients are this host itself (class w)",
                     [&](const std::string&) { to.ours = true; }});
  return options;
}

// A map that answers, with the line where one is known.
class OpenMap {
 public:
  bool open(const std::string& path, const accessmap::TextStyle& style);
  [[nodiscard]] std::optional<std::string> find(const std::string& key);
  [[nodiscard]] std::string place(const std::string& key) const;
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  struct Line {
    std::size_t number;
    std::string value;
  };
  bool open_text(const std::string& path);
  [[nodiscard]] std::string stored(std::string key) const;

  accessmap::TextStyle style_;
  std::map<std::string, Line> lines_;
  std::unique_ptr<accessmap::Reader> reader_;
  accessmap::Scratch scratch_;
  bool failed_ = false;
};

bool OpenMap::open(const std::string& path, const accessmap::TextStyle& style) {
  style_ = style;
  const bool is_text =
      !path.ends_with(".db") && !path.ends_with(".cdb") && !path.ends_with(".lmdb");
  if (is_text) return open_text(path);
  accessmap::Problem problem;
  reader_ = accessmap::Reader::open(path, problem);
  if (!reader_) complain(problem.text);
  return reader_ != nullptr;
}

// Of several lines with one key the first counts.
bool OpenMap::open_text(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return false;
  accessmap::TextReader reader(*text, style_);
  accessmap::TextLine line;
  while (reader.next(line)) {
    if (line.kind != accessmap::LineKind::entry) continue;
    lines_.try_emplace(line.key, Line{line.number, std::string(line.value)});
  }
  return true;
}

std::string OpenMap::stored(std::string key) const {
  if (style_.fold_keys) accessmap::fold_key(key);
  return key;
}

std::optional<std::string> OpenMap::find(const std::string& key) {
  if (!reader_) {
    const auto at = lines_.find(stored(key));
    if (at == lines_.end()) return std::nullopt;
    return at->second.value;
  }
  std::string_view value;
  const auto status = reader_->find_entry(stored(key), accessmap::NulKeys::either, scratch_, value);
  if (status == accessmap::Status::found) return std::string(value);
  if (status != accessmap::Status::not_found) {
    if (!failed_) complain(scratch_.problem().text);
    failed_ = true;
  }
  return std::nullopt;
}

std::string OpenMap::place(const std::string& key) const {
  const auto at = lines_.find(stored(key));
  return at == lines_.end() ? "" : " (line " + std::to_string(at->second.number) + ")";
}

void print_answer(const accessmap::Answer& answer, const OpenMap& map) {
  std::printf("%s\n", answer.question.c_str());
  for (std::size_t i = 0; i < answer.keys.size(); ++i) {
    const accessmap::Asked& one = answer.keys[i];
    const bool wins = answer.found && i + 1 == answer.keys.size();
    std::printf("  %2zu %s %s%s\n", i + 1, wins ? "->" : "  ", one.key.c_str(),
                one.value ? ("\t" + *one.value + map.place(one.key)).c_str() : "\t-");
  }
  std::printf("  %s\n", answer.meaning.c_str());
}

bool is_address(const Party& party) { return party.name.empty() && !party.address.empty(); }

// A host and the address behind it are one question.
std::vector<Party> read_parties(const std::vector<std::string>& words,
                                const ExplainArguments& how) {
  std::vector<Party> parties;
  for (const std::string& word : words) {
    Party party;
    party.ours = how.ours;
    read_party(word, how.policy.site, party);
    const bool belongs = is_address(party) && !parties.empty() && parties.back().local.empty() &&
                         parties.back().address.empty();
    if (belongs) {
      parties.back().address = party.address;
      parties.back().text += " " + word;
    } else {
      parties.push_back(party);
    }
  }
  for (Party& party : parties) {
    if (is_address(party)) party.name = "[" + party.address + "]";
  }
  return parties;
}

int explain(const ExplainArguments& arguments, const std::vector<std::string>& operands) {
  const auto& site = arguments.policy.site;
  OpenMap map;
  if (!map.open(operands[0], arguments.policy.style)) return kTrouble;
  const auto find = [&](const std::string& key) { return map.find(key); };
  bool found = false;
  for (const Party& party : read_parties({operands.begin() + 2, operands.end()}, arguments)) {
    std::printf("%s: %s\n", operands[1].c_str(), party.text.c_str());
    const auto answers = explain_policy(operands[1], party, site, find);
    for (const auto& answer : answers) {
      print_answer(answer, map);
      found = found || answer.found;
    }
    if (answers.empty()) std::printf("  no ruleset asks\n");
  }
  if (map.failed()) return kTrouble;
  return found ? kOk : kSomeFailed;
}

// Empty: there is such a tag.
std::string wrong_tag(const std::string& tag) {
  const auto tags = accessmap::policy_tags();
  std::string all;
  for (const std::string_view one : tags) {
    if (accessmap::spelling_distance(one, tag) == 0) return {};
    all += " " + std::string(one);
  }
  const std::string near = accessmap::nearest_name(tag, tags);
  return "there is no tag " + tag + "; " +
         (near.empty() ? "there are" + all : "do you mean " + near + "?");
}

}  // namespace

int explain_command(Arguments arguments) {
  ExplainArguments to;
  const std::vector<Option> options = explain_options(to);
  Parsed parsed = parse_options(arguments, options);
  if (parsed.wrong.empty()) parsed.wrong = to.policy.wrong;
  if (parsed.wrong.empty() && parsed.operands.size() < 3) {
    parsed.wrong = "explain needs a map, a tag, and a host or an address";
  }
  if (parsed.wrong.empty()) parsed.wrong = wrong_tag(parsed.operands[1]);
  if (const auto end = ended_early(parsed, kUsage, options, kMore)) return *end;
  const int status = explain(to, parsed.operands);
  return flush_output() ? status : kTrouble;
}
