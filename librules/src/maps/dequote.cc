// The map class dequote: takes the quotes off a key, if what is left still balances.
//
// Tested by tests/unit/maps_dequote_test.cc, tests/cases/bt/map_dequote.

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

class Dequoter {
 public:
  Dequoter(char space_sub, std::string& out) : space_sub_(space_sub), out_(out) { out_.clear(); }

  // False: there is nothing to dequote, or the result would not be a sound address.
  bool dequote(std::string_view key) {
    for (size_t at = 0; at < key.size();) {
      const MarkedChar c = marked_char(key, at);
      const std::string_view bytes = key.substr(at, c.size);
      at += c.size;
      if (!(c.is_mark() ? keep(bytes) : take(static_cast<char>(c.code)))) return false;
    }
    return saw_quotes_ && !escaped_ && !quoted_ && comments_ == 0 && angles_ == 0;
  }

 private:
  bool keep(std::string_view bytes) {
    out_ += bytes;
    escaped_ = false;
    return true;
  }
  bool keep(char c) { return keep(std::string_view(&c, 1)); }

  bool take(char c) {
    if (escaped_) return keep(c);
    switch (c) {
      case '\\':
        return keep(c), escaped_ = true;
      case '"':
        return take_quote();
      case '(':
        ++comments_;
        return keep(c);
      case ')':
        return comments_-- > 0 && keep(c);
      case '<':
        return (comments_ > 0 || ++angles_ > 0) && keep(c);
      case '>':
        return (comments_ > 0 || angles_-- > 0) && keep(c);
      case ' ':
        return space_sub_ != '\0' && keep(space_sub_);
      case '\t':
        return false;
      default:
        return keep(c);
    }
  }

  // The quotes inside a comment stay.
  bool take_quote() {
    if (comments_ > 0) return keep('"');
    quoted_ = !quoted_;
    return saw_quotes_ = true;
  }

  char space_sub_;
  std::string& out_;
  bool escaped_ = false;
  bool quoted_ = false;
  bool saw_quotes_ = false;
  int comments_ = 0;
  int angles_ = 0;
};

class DequoteMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    if (!Dequoter(definition().space_sub, services.value).dequote(request.key)) {
      return nothing_found(kExitOk);
    }
    const bool traced = services.tracing(39, 1);
    if (traced) trace_rewrite(services.value, {}, services);
    services.value += definition().append;
    if (traced) trace_rewritten(services);
    return {LookupStatus::found, kExitOk, services.value};
  }
};

}  // namespace

extern const MapClass kDequoteClass;
const MapClass kDequoteClass = {"dequote", kKeepsQuotes, parse_single_flag, make_map<DequoteMap>};

}  // namespace rules
