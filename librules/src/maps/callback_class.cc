// See callback_class.h.

#include "maps/callback_class.h"

#include "maps/answers.h"
#include "maps/flag_text.h"

namespace rules {

namespace {

class CallbackMap final : public Map {
 public:
  using Map::Map;

  LookupAnswer lookup(const LookupRequest& request, LookupServices& services) const override {
    const LookupAnswer answer = services.ask_host(definition(), request);
    if (answer.status != LookupStatus::found) return answer;
    services.scratch.assign(definition().match_only ? request.key : answer.value);
    return plain_value(definition(), services.scratch, services);
  }
};

void read_flag(char letter, FlagText& flags, MapDefinition& map) {
  switch (letter) {
    case 'a':
      map.append = flags.word();
      return;
    case 'T':
      map.tempfail_suffix = flags.word();
      map.has_tempfail_suffix = true;
      return;
    case 'S':
      map.space_sub = flags.character();
      return;
    case 'm':
      map.match_only = true;
      break;
    case 'q':
      map.keep_quotes = true;
      break;
    case 't':
      map.no_tempfail = true;
      break;
    default:
      break;
  }
  flags.word();
}

}  // namespace

bool parse_callback_class(const MapClass&, std::string_view definition, MapDefinition& map,
                          MapProblems&) {
  FlagText words(definition);
  while (!words.rest().empty()) {
    if (const char letter = words.next_flag()) {
      read_flag(letter, words, map);
    } else {
      words.first_word();
    }
  }
  return true;
}

std::unique_ptr<Map> make_callback_map(const MapDefinition& definition) {
  return std::make_unique<CallbackMap>(definition);
}

}  // namespace rules
