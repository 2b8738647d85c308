// The table: every cell's decision by the rulesets, compared with the model of the patent's prose.
//
//   patent_table FOLDER                   all cells, the eight variants in FOLDER as the prose says
//   patent_table FOLDER --listing ITEM    the variants in FOLDER leave out the PROSE rules of ITEM
//                                         (B1 B2 B8 B9 B10, or "all"): the cells that disagree with
//                                         the prose must be exactly those where the item matters
//   patent_table FOLDER --database TEXT   the real access.db in the current folder, made of TEXT
//   patent_table --write-text             prints TEXT
//
// Prints the number of cells and of mismatches, and the first mismatches. Exit status 0: none.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>

#include "engine.h"
#include "prose_model.h"
#include "table.h"

namespace patent {
namespace {

constexpr int kMismatchesShown = 20;

struct Variant {
  Site site;
  std::string name;
};

std::vector<Variant> variants() {
  std::vector<Variant> all;
  for (const bool access : {false, true}) {
    for (const bool permanent : {false, true}) {
      for (const bool dots : {false, true}) {
        all.push_back({{access, permanent, dots},
                       std::string("patent-") + (access ? "access" : "noaccess") +
                           (permanent ? "-perm" : "-temp") + (dots ? "-dot" : "-nodot")});
      }
    }
  }
  return all;
}

std::string shown(const Decision& decision) {
  if (decision.accepted) return "accept";
  return std::to_string(decision.code) + " " + decision.enhanced + " " + decision.text;
}

// A key of table.h with its tags filled in.
std::string tagged(const std::string& key, std::string_view tag) {
  std::string result;
  for (const char c : key) {
    if (c == '@')
      result += tag;
    else if (c == '~')
      result += tag == "TLS_Clt" ? "TLS_Srv" : "TLS_Clt";
    else
      result += c;
  }
  return folded(result);
}

// Does a reply have the form of one? The listing's B8 can make others, whose text is not defined.
bool is_reply(const Decision& decision) {
  return decision.code >= 400 && decision.code < 600 &&
         decision.enhanced.find_first_not_of("0123456789.") == std::string::npos;
}

// A reply's text without the values in it.
std::string kind_of(const std::string& text) {
  for (const char* kind : {"encryption too weak", "authentication failure"}) {
    if (text.starts_with(kind)) return kind;
  }
  return text;
}

// An accepted sender comes back unchanged, and OK is returned where the prose says so.
bool returns_what_it_should(Ask how, const Decision& accepted, const Answer& answer) {
  if (how == Ask::check_mail) return answer.workspace == kSender;
  return !accepted.says_ok || answer.workspace == "OK";
}

// Compares cell by cell, and keeps count.
class Comparison {
 public:
  Comparison(Engine::Map map, const Reading& reading) : map_(map), reading_(reading) {}

  // Loads a variant; the cells after it are asked of it.
  bool begin(const std::string& folder, const Variant& variant) {
    variant_ = &variant;
    engine_ = std::make_unique<Engine>(folder + "/" + variant.name + ".cf", map_);
    if (engine_->trouble().empty()) return true;
    std::cout << variant.name << ".cf: " << engine_->trouble() << "\n";
    ++failures_;
    return false;
  }

  Engine& engine() { return *engine_; }
  const Variant& variant() const { return *variant_; }

  void cell(const Access& access, Ask how, const Peer& peer) {
    const Decision prose = decide(variant_->site, access, tag_of(how), peer, {});
    const Decision listing = decide(variant_->site, access, tag_of(how), peer, reading_);
    const Answer answer = engine_->ask(how, peer.verify);
    count(prose);
    if (answer.decision != prose) ++mismatches_;
    if (listing != prose) ++predicted_;
    const bool undefined = listing != prose && !listing.accepted && !is_reply(listing);
    const bool right = undefined ? answer.decision != prose : answer.decision == listing;
    const bool sound = (answer.trouble.empty() || undefined) && answer.status == 0;
    if (right && sound && (!listing.accepted || returns_what_it_should(how, listing, answer)))
      return;
    report(access, how, peer, listing, answer);
  }

  void search(const Access& access, const Search& search, char mark) {
    const Query query = {search.by_name, search.key, "Any", mark};
    const auto found = [&](const Reading& reading) {
      const bool dots = variant_->site.dot_names;
      const auto value = first_entry(access, keys_of(query, dots, reading));
      return "<" + value.value_or("none") + "><passed.on>";
    };
    const std::string argument =
        "<" + search.key + "> <none> <passed.on> <" + std::string(1, mark) + " Any>";
    const std::string answer =
        engine_->rewrite(search.by_name ? "LookUpDomain" : "LookUpAddress", argument);
    ++cells_;
    if (answer == found({})) return;
    ++failures_;
    if (failures_ > kMismatchesShown) return;
    std::cout << variant_->name << " " << argument << ": " << answer << ", expected " << found({})
              << "\n";
  }

  // Every kind of reply that the rulesets can give has to occur in the table.
  void require_replies(size_t kinds) {
    if (replies_.size() >= kinds) return;
    std::cout << "only " << replies_.size() << " of " << kinds << " kinds of decision occur\n";
    ++failures_;
  }

  void require_cells(size_t cells) {
    if (cells_ == cells) return;
    std::cout << cells_ << " cells tried, the table has " << cells << "\n";
    ++failures_;
  }

  // REQUIRES: a reading other than the prose's: then it has to show.
  void require_bite() {
    if (predicted_ != 0 && mismatches_ == predicted_) return;
    std::cout << "the model does not bite: " << predicted_
              << " cells should differ from the prose, " << mismatches_ << " do\n";
    ++failures_;
  }

  size_t cells() const { return cells_; }
  size_t mismatches() const { return mismatches_; }
  size_t failures() const { return failures_; }

 private:
  void count(const Decision& prose) {
    ++cells_;
    replies_.insert(std::to_string(prose.code) + kind_of(prose.text));
  }

  void report(const Access& access, Ask how, const Peer& peer, const Decision& expected,
              const Answer& answer) {
    ++failures_;
    if (failures_ > kMismatchesShown) return;
    std::cout << variant_->name << " " << name_of(how) << " name=" << peer.name
              << " addr=" << peer.address << " verify=" << peer.verify
              << " cipher_bits=" << peer.cipher_bits << " auth_ssf=" << peer.auth_ssf << "\n";
    for (const auto& [key, value] : access) {
      if (access.size() < 8) std::cout << "  access: " << key << "\t" << value << "\n";
    }
    std::cout << "  expected: " << shown(expected) << "\n  got:      " << shown(answer.decision)
              << " (status " << answer.status << ", cf line " << answer.rule_line << ") "
              << answer.workspace << " " << answer.trouble << "\n";
  }

  const Engine::Map map_;
  const Reading reading_;
  const Variant* variant_ = nullptr;
  std::unique_ptr<Engine> engine_;
  std::set<std::string> replies_;
  size_t cells_ = 0;
  size_t mismatches_ = 0;
  size_t predicted_ = 0;
  size_t failures_ = 0;
};

// Part 1: one entry, for the name; every value x verify x cipher_bits x auth_ssf.
void values_part(Comparison& table, Ask how, const std::vector<std::string>& cipher_bits,
                 const std::vector<std::string>& auth_ssf) {
  for (const std::string& value : kValues) {
    const Access access = {{folded(std::string(tag_of(how)) + ":host.example.com"), value}};
    table.engine().use(access);
    for (const std::string& verify : kVerify) {
      for (const std::string& bits : cipher_bits) {
        for (const std::string& ssf : auth_ssf) {
          const Peer peer = {"host.example.com", "192.0.2.7", verify, bits, ssf};
          table.engine().set_peer(peer);
          table.cell(access, how, peer);
        }
      }
    }
  }
}

void verify_row(Comparison& table, Ask how, const Access& access, Peer peer,
                const std::vector<std::string>& verify_values) {
  table.engine().use(access);
  for (const std::string& verify : verify_values) {
    peer.verify = verify;
    table.engine().set_peer(peer);
    table.cell(access, how, peer);
  }
}

// What part 2 puts in each place, and for which {verify}.
const std::vector<const char*> kPlaced = {"VERIFY", "PERM+ENCR:128", "TEMP+VERIFY:128",
                                          "OK",     "550:5.9.9",     "?"};
const std::vector<std::string> kPlacedVerify = {"OK", "NO", "SOFTWARE", ""};

// Part 2: where the entry is found: no entry, each key alone, and every two keys with different
// values, both ways round.
void places_part(Comparison& table, Ask how, const Situation& where) {
  const Peer peer = {where.name, where.address, "", "112", ""};
  verify_row(table, how, {}, peer, kPlacedVerify);
  for (const std::string& key : where.keys) {
    const std::string first = tagged(key, tag_of(how));
    for (const char* value : kPlaced) {
      verify_row(table, how, {{first, value}}, peer, kPlacedVerify);
    }
    for (const std::string& other : where.keys) {
      const std::string second = tagged(other, tag_of(how));
      if (first == second) continue;
      verify_row(table, how, {{first, "PERM+VERIFY"}, {second, "TEMP+ENCR:128"}}, peer, {"NO"});
      verify_row(table, how, {{first, "OK"}, {second, "ENCR:256"}}, peer, {"NO"});
    }
  }
}

// Part 3: the look-up rulesets by themselves, with both marks.
void search_part(Comparison& table, const Search& search) {
  for (const char mark : {'!', '+'}) {
    for (const std::string& first : search.entries) {
      for (const std::string& second : search.entries) {
        Access access = {{tagged(first, "Any"), "one"}};
        access.try_emplace(tagged(second, "Any"), "two");
        table.engine().use(access);
        table.search(access, search, mark);
      }
    }
  }
}

// How many cells the three parts have, from the lengths of the axes alone.
size_t planned_cells() {
  size_t asked = kValues.size() * kVerify.size() * kCipherBits.size() * kAuthSsf.size();
  for (const Situation& where : kSituations) {
    const size_t keys = where.keys.size();
    asked += kPlacedVerify.size() * (1 + keys * kPlaced.size()) + 2 * keys * (keys - 1);
  }
  size_t searched = 0;
  for (const Search& search : kSearches)
    searched += 2 * search.entries.size() * search.entries.size();
  const size_t with_access_map = variants().size() / 2;
  return variants().size() * std::size(kAsks) * asked + with_access_map * searched;
}

int finish(const char* title, const Comparison& table,
           std::chrono::steady_clock::time_point began) {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::printf("%s: %zu cells, %zu mismatches with the prose, %zu failures, 0 skipped, %.1f s\n",
              title, table.cells(), table.mismatches(), table.failures(), seconds);
  return table.failures() == 0 ? 0 : 1;
}

int run_table(const std::string& folder) {
  const auto began = std::chrono::steady_clock::now();
  Comparison table(Engine::Map::memory, {});
  for (const Variant& variant : variants()) {
    if (!table.begin(folder, variant)) continue;
    for (const Ask how : kAsks) {
      values_part(table, how, kCipherBits, kAuthSsf);
      for (const Situation& where : kSituations) places_part(table, how, where);
    }
    if (!variant.site.access_map) continue;
    for (const Search& search : kSearches) search_part(table, search);
  }
  table.require_cells(planned_cells());
  // Accepted; the texts of rules 91, 110-113, 115 and 120 with 403 and 503; that of 132 likewise.
  table.require_replies(1 + 2 * 8);
  return finish("patent table", table, began);
}

int run_listing(const std::string& folder, const std::string& item) {
  const auto began = std::chrono::steady_clock::now();
  const bool all = item == "all";
  const Reading reading = {all || item == "B1", all || item == "B2", all || item == "B8",
                           all || item == "B9", all || item == "B10"};
  Comparison table(Engine::Map::memory, reading);
  for (const Variant& variant : variants()) {
    if (!table.begin(folder, variant)) continue;
    for (const Ask how : kAsks) {
      values_part(table, how, {"", "112"}, {""});
      for (const Situation& where : kSituations) places_part(table, how, where);
    }
  }
  table.require_bite();
  return finish(("patent listing, " + item).c_str(), table, began);
}

// The real database: one text with an entry of each value at each kind of place.
struct Entry {
  std::string key;
  std::string value;
  Peer peer;
};

std::vector<Entry> database_entries() {
  std::vector<Entry> entries;
  for (size_t at = 0; at < kValues.size(); ++at) {
    const std::string& value = kValues[at];
    const std::string n = std::to_string(at + 1);
    if (value.empty()) continue;  // a text file cannot say this
    entries.push_back(
        {"@:host" + n + ".example.com", value, {"host" + n + ".example.com", "", "", "", ""}});
    entries.push_back(
        {"@:d" + n + ".example", value, {"mx.a.d" + n + ".example", "192.0.2.1", "", "", ""}});
    entries.push_back(
        {"@:.p" + n + ".example", value, {"mx.p" + n + ".example", "192.0.2.2", "", "", ""}});
    entries.push_back({"@:192.0.3." + n, value, {"name.invalid", "192.0.3." + n, "", "", ""}});
    entries.push_back({"@:10." + n, value, {"", "10." + n + ".0.1", "", "", ""}});
    entries.push_back(
        {"@:[10.99." + n + "]", value, {"[10.99." + n + ".5]", "10.99.0.5", "", "", ""}});
    entries.push_back(
        {"@:[2001:db8:" + n + "]",
         value,
         {"[IPv6:2001:db8:" + n + ":0:0:0:0:1]", "IPv6:fe80:0:0:0:0:0:0:1", "", "", ""}});
    entries.push_back({"@:IPv6:2001:db8:f:" + n,
                       value,
                       {"six.invalid", "IPv6:2001:db8:f:" + n + ":0:0:0:1", "", "", ""}});
  }
  entries.push_back({"@:", "TEMP+ENCR:256", {"nobody.invalid", "203.0.113.1", "", "", ""}});
  entries.push_back({"@:", "TEMP+ENCR:256", {"", "", "", "", ""}});
  return entries;
}

int write_text() {
  std::set<std::string> lines;
  for (const Entry& entry : database_entries()) {
    for (const char* tag : {"TLS_Clt", "TLS_Srv"}) {
      std::string key = entry.key;
      lines.insert(key.replace(0, 1, tag) + "\t" + entry.value + "\n");
    }
  }
  std::cout << "# Made by patent_table --write-text.\n";
  for (const std::string& line : lines) std::cout << line;
  return std::cout.flush() ? 0 : 1;
}

// What the text says, read back from the file and not from the table: key, TAB, value.
bool read_text(const std::string& file, Access& access) {
  std::ifstream text(file);
  for (std::string line; std::getline(text, line);) {
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == line.npos) continue;
    access[folded(line.substr(0, tab))] = line.substr(tab + 1);
  }
  if (!access.empty()) return true;
  std::cerr << "patent_table: " << file << " cannot be read, or holds no entry\n";
  return false;
}

int run_database(const std::string& folder, const std::string& text) {
  const auto began = std::chrono::steady_clock::now();
  Access access;
  if (!read_text(text, access)) return 2;
  Comparison table(Engine::Map::file, {});
  const std::vector<Entry> entries = database_entries();
  for (const Variant& variant : variants()) {
    if (!table.begin(folder, variant)) continue;
    for (const Ask how : kAsks) {
      for (const Entry& entry : entries) {
        for (const char* bits : {"56", "128"}) {
          Peer peer = entry.peer;
          peer.cipher_bits = bits;
          verify_row(table, how, access, peer, kPlacedVerify);
        }
      }
    }
  }
  table.require_cells(variants().size() * std::size(kAsks) * entries.size() * 2 *
                      kPlacedVerify.size());
  return finish("patent table, real database", table, began);
}

// B17: the access map cannot be read. The rules accept, with status 75, and the interface makes a
// temporary failure of that.
int run_missing_database(const std::string& folder) {
  int failures = 0;
  for (const Variant& variant : variants()) {
    if (!variant.site.access_map) continue;
    Engine engine(folder + "/" + variant.name + ".cf", Engine::Map::file);
    if (!engine.trouble().empty()) return std::cout << engine.trouble() << "\n", 1;
    engine.set_peer({"host.example.com", "192.0.2.7", "OK", "256", ""});
    for (const Ask how : kAsks) {
      const Answer answer = engine.ask(how, "OK");
      if (!answer.decision.accepted && answer.decision.code == 451 && answer.status == 75) continue;
      std::cout << variant.name << " " << name_of(how) << ": " << shown(answer.decision)
                << ", status " << answer.status << "; expected a temporary failure\n";
      ++failures;
    }
  }
  return failures == 0 ? 0 : 1;
}

int usage() {
  std::cerr << "usage: patent_table FOLDER [--listing ITEM | --database TEXT | --no-database]\n"
               "       patent_table --write-text\n";
  return 2;
}

int run(const std::vector<std::string>& words) {
  if (words.size() == 1 && words[0] == "--write-text") return write_text();
  if (words.size() == 1 && !words[0].starts_with('-')) return run_table(words[0]);
  if (words.size() == 2 && words[1] == "--no-database") return run_missing_database(words[0]);
  if (words.size() == 3 && words[1] == "--listing") return run_listing(words[0], words[2]);
  if (words.size() == 3 && words[1] == "--database") return run_database(words[0], words[2]);
  return usage();
}

}  // namespace
}  // namespace patent

int main(int argc, char** argv) {
  return patent::run(std::vector<std::string>(argv + 1, argv + argc));
}
