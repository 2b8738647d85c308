// See load_cache.h.

#include "cf/load_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "cf/content_hash.h"
#include "cf/file_safety.h"
#include "cf/file_text.h"
#include "cf/source_hash.h"
#include "cf/whole_file.h"
#include "text/flat.h"
#include "text/prescan.h"

namespace rules {

namespace {

// What a cache file begins with. The sources that say what is in it are part of it: a file of
// another build is of no use.
struct Head {
  char magic[8] = {'l', 'i', 'b', 'r', 'u', 'l', 'e', 's'};
  uint32_t byte_order = 0x01020304;
  uint32_t format = 1;
  char sources[64] = {};  // their hash
  uint64_t key = 0;       // of what was loaded
  uint64_t body_size = 0;
  uint64_t body_hash = 0;
};

static_assert(sizeof(Head) == LoadCache::kHeadBytes);

Head head_of(uint64_t key, std::string_view body) {
  Head head;
  static_assert(sizeof kSourceHash == sizeof head.sources + 1);
  std::memcpy(head.sources, kSourceHash, sizeof head.sources);
  head.key = key;
  head.body_size = body.size();
  head.body_hash = content_hash(body);
  return head;
}

struct FlatToken {
  uint32_t at;  // of its text
  uint32_t symbol;
  uint16_t size;
  uint16_t flags;
};
constexpr uint16_t kAtom = 1;
constexpr uint16_t kPlain = 2;

struct FlatRule {
  uint32_t line;
  uint32_t ruleset;
  uint32_t lhs;  // how many tokens
  uint32_t rhs;
};

void put_interface(const Interface& from, std::string& key) {
  put_flat_text(key, from.address);
  put_flat(key, uint64_t{from.names.size()});
  for (const std::string& name : from.names) put_flat_text(key, name);
  put_flat(key, uint32_t{from.loopback});
}

void put_setting(const Setting& from, std::string& key) {
  put_flat(key, static_cast<uint32_t>(from.kind));
  put_flat(key, uint32_t{from.wins});
  put_flat_text(key, from.name);
  if (!from.varies) put_flat_text(key, from.value);
}

// All that the rules and words of a configuration can depend on, but for class files.
uint64_t key_of(const ReadOptions& options, std::string_view file, std::string_view text) {
  std::string key;
  for (const std::string_view part :
       {file, std::string_view(options.host_name), std::string_view(options.user_name),
        std::string_view(options.root)}) {
    put_flat_text(key, part);
  }
  put_flat(key, uint64_t{options.host_names.size()});
  for (const std::string& name : options.host_names) put_flat_text(key, name);
  put_flat(key, uint64_t{options.interfaces.size()});
  for (const Interface& found : options.interfaces) put_interface(found, key);
  put_flat(key, uint64_t{options.settings.size()});
  for (const Setting& setting : options.settings) put_setting(setting, key);
  for (const bool flag :
       {options.allow_exec, options.file_safety, options.operator_bytes, options.test_mode}) {
    put_flat(key, uint32_t{flag});
  }
  return content_hash(text, content_hash(key));
}

// Could only root or we have written it?
bool is_trusted(const std::string& path, bool check_folders) {
  SafetyOptions safety;
  safety.check = check_folders;
  if (!check_file(path, safety, FileUse::class_file).safe) return false;
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
  return (info.st_uid == 0 || info.st_uid == ::geteuid()) &&
         (info.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

void put_tokens(Tokens from, std::string& tokens, std::string& texts) {
  for (const Token& token : from) {
    const auto flags = static_cast<uint16_t>((token.atom ? kAtom : 0) | (token.plain ? kPlain : 0));
    put_flat(tokens,
             FlatToken{static_cast<uint32_t>(texts.size()), token.symbol, token.size, flags});
    texts += token.text();
  }
}

}  // namespace

LoadCache::LoadCache(const ReadOptions& options, std::string_view file, std::string_view text)
    : key_(key_of(options, file, text)), check_safety_(options.file_safety) {}

bool LoadCache::open(const std::string& path) {
  if (!is_trusted(path, check_safety_)) return false;
  struct stat info {};
  FileText text;
  if (::stat(path.c_str(), &info) != 0) return false;
  return text.read(path, static_cast<size_t>(info.st_size)) && parse(text.view());
}

bool LoadCache::parse(std::string_view bytes) {
  Head head;
  if (bytes.size() < sizeof head) return false;
  std::memcpy(&head, bytes.data(), sizeof head);
  const std::string_view body = bytes.substr(sizeof head);
  const Head wanted = head_of(key_, body);
  if (std::memcmp(&head, &wanted, sizeof head) != 0) return false;
  replaying_ = parse_body(body) && files_are_unchanged();
  return replaying_;
}

bool LoadCache::parse_body(std::string_view body) {
  FlatReader in(body);
  const std::string_view names = in.take_text();
  const std::string_view symbols = in.take_text();
  const std::string_view rules = in.take_text();
  const std::string_view tokens = in.take_text();
  const std::string_view texts = in.take_text();
  const std::string_view files = in.take_text();
  const std::string_view words = in.take_text();
  return in.good() && in.at_end() && parse_names(names) && parse_symbols(symbols) &&
         parse_rules(rules, tokens, texts) && parse_files(files) && words_.restore_flat(words);
}

bool LoadCache::parse_names(std::string_view flat) {
  for (FlatReader in(flat); !in.at_end();) {
    const size_t before = names_.count();
    const auto name = names_.add(in.take_text());
    if (!in.good() || !name || names_.count() != before + 1) return false;
  }
  return true;
}

bool LoadCache::parse_symbols(std::string_view flat) {
  for (FlatReader in(flat); !in.at_end();) {
    const size_t before = symbols_.size();
    const std::string_view text = in.take_text();
    if (!in.good() || text.empty() || symbols_.intern(text) != before + 1) return false;
  }
  return true;
}

bool LoadCache::parse_rules(std::string_view flat, std::string_view tokens,
                            std::string_view texts) {
  FlatReader rest(tokens);
  const std::string_view kept_texts = arena_.copy(texts);
  for (FlatReader in(flat); !in.at_end();) {
    const auto from = in.take<FlatRule>();
    if (!in.good() || from.ruleset >= kMaxRulesets) return false;
    KeptRule& kept = rules_.emplace_back(KeptRule{from.ruleset, {}});
    kept.rule.line = from.line;
    if (!parse_side(rest, kept_texts, from.lhs, kept.rule.lhs) ||
        !parse_side(rest, kept_texts, from.rhs, kept.rule.rhs)) {
      return false;
    }
    const auto wildcards =
        std::count_if(kept.rule.lhs.begin(), kept.rule.lhs.end(),
                      [](const Token& token) { return op_facts(token.op).binds; });
    if (wildcards > kMaxWildcards) return false;
  }
  return rest.at_end();
}

bool LoadCache::parse_side(FlatReader& tokens, std::string_view texts, size_t count, Tokens& side) {
  if (count == 0 || count > kMaxTokens) return false;
  const char* next = tokens.take_items(count, sizeof(FlatToken)).data();
  if (!tokens.good()) return false;
  const size_t symbols = symbols_.size();
  const auto kept = arena_.array<Token>(count);
  for (Token& token : kept) {
    FlatToken from;
    std::memcpy(&from, next, sizeof from);
    next += sizeof from;
    const bool inside = from.at <= texts.size() && from.size <= texts.size() - from.at;
    if (!inside || from.size == 0 || from.symbol > symbols) return false;
    const char* const text = texts.data() + from.at;
    const Op op = *text == '\0' ? leading_op({text, from.size}) : Op::none;
    token = {
        text, from.symbol, from.size, op, (from.flags & kAtom) != 0, (from.flags & kPlain) != 0};
  }
  side = kept;
  return true;
}

bool LoadCache::parse_files(std::string_view flat) {
  for (FlatReader in(flat); !in.at_end();) {
    const std::string_view path = in.take_text();
    const auto hash = in.take<uint64_t>();
    const auto safe = in.take<uint64_t>();
    if (!in.good()) return false;
    files_.push_back({std::string(path), hash, safe != 0});
  }
  return true;
}

bool LoadCache::files_are_unchanged() const {
  return std::all_of(files_.begin(), files_.end(), [](const File& file) {
    if (!file.safe) return true;  // whether it is now is seen at its line
    FileText text;
    struct stat info {};
    if (::stat(file.path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
    return text.read(file.path, static_cast<size_t>(info.st_size)) &&
           content_hash(text.view()) == file.hash;
  });
}

std::string LoadCache::bytes(Config& config) const {
  config.words.fit();
  const std::string kept = body(config);
  std::string out;
  put_flat(out, head_of(key_, kept));
  return out + kept;
}

void LoadCache::renew_checksum(std::string& bytes) {
  Head head;
  std::memcpy(&head, bytes.data(), sizeof head);
  const std::string_view rest = std::string_view(bytes).substr(sizeof head);
  head.body_size = rest.size();
  head.body_hash = content_hash(rest);
  std::memcpy(bytes.data(), &head, sizeof head);
}

bool LoadCache::write(const std::string& path, Config& config) const {
  return write_whole_file(path, bytes(config));
}

std::string LoadCache::body(Config& config) const {
  std::string names, symbols, rules, tokens, texts, files, words, out;
  for (size_t i = 0; i < config.names.count(); ++i) {
    const std::string text = config.names.text(static_cast<NameId>(kFirstLongName + i));
    put_flat_text(names, std::string_view(text).substr(1, text.size() - 2));
  }
  for (SymbolId symbol = 1; symbol <= config.symbols.size(); ++symbol) {
    put_flat_text(symbols, config.symbols.text(symbol));
  }
  for (uint32_t number = 0; number < kMaxRulesets; ++number) {
    for (const ConfigRule& rule : config.rulesets[number].rules) {
      put_flat(rules, FlatRule{rule.line, number, static_cast<uint32_t>(rule.lhs.size()),
                               static_cast<uint32_t>(rule.rhs.size())});
      put_tokens(rule.lhs, tokens, texts);
      put_tokens(rule.rhs, tokens, texts);
    }
  }
  for (const File& file : files_) {
    put_flat_text(files, file.path);
    put_flat(files, file.hash);
    put_flat(files, uint64_t{file.safe});
  }
  config.words.append_flat(words);
  for (const std::string* part : {&names, &symbols, &rules, &tokens, &texts, &files, &words}) {
    put_flat_text(out, *part);
  }
  return out;
}

void LoadCache::begin(Config& config) {
  if (replaying_) config.names = names_;
}

bool LoadCache::restore(Config& config) {
  if (given_up_ || next_file_ != files_.size()) return false;
  config.symbols = std::move(symbols_);
  config.words = std::move(words_);
  config.kept = std::move(arena_);
  for (const KeptRule& kept : rules_) {
    config.rulesets[kept.ruleset].rules.push_back(kept.rule);
  }
  return true;
}

bool LoadCache::knows_file(std::string_view path, bool safe) {
  if (!replaying_) return false;
  const bool as_before = next_file_ < files_.size() && files_[next_file_].path == path &&
                         files_[next_file_].safe == safe;
  if (!as_before) give_up();
  ++next_file_;
  return true;
}

void LoadCache::note_file(std::string_view path, bool safe, std::string_view text) {
  files_.push_back({std::string(path), content_hash(text), safe});
}

}  // namespace rules
