// Looks for mistakes in an .mc file that m4 takes as it comes.
//
// m4 passes through what it does not know, and a configuration that loads may still not be what
// was meant. Each check is a file of its own; some look at what the evaluation did (Watcher),
// some at the configuration that came out.
//
// Tested by tests/cfgen/mistakes_test.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "../library.h"
#include "../messages.h"
#include "../origins.h"
#include "mistake.h"
#include "watcher.h"

namespace cfgen {

// The site's files and words, while or after they are evaluated.
void find_wrong_words(const Watcher& site, Mistakes& mistakes);
void find_wrong_quotes(const Watcher& site, Mistakes& mistakes);
void find_wrong_names(const Watcher& site, Mistakes& mistakes);
void find_wrong_order(const Watcher& site, Mistakes& mistakes);
void find_conflicts(const Watcher& site, Mistakes& mistakes);

// The configuration.
void find_lost_rulesets(std::string_view cf, const Origins& origins, Mistakes& mistakes);
void find_lost_names(std::string_view cf, const Origins& origins, const Watcher& site,
                     Mistakes& mistakes);
void find_wrong_values(std::string_view cf, const Origins& origins, Mistakes& mistakes);
// `all`: also maps of which there is no trace here, which may be another machine.
void find_bad_maps(std::string_view cf, const Origins& origins, bool all, Mistakes& mistakes);
void find_open_entries(std::string_view cf, const Origins& origins, const Watcher& site,
                       Mistakes& mistakes);

// Says of what the library complains about which name may be meant, and in which line it stands.
void complete_messages(const Watcher& site, const FileTable& files, Messages& messages);

// Adds mistakes to the messages, as they are shown and in the order of lines.
void add_mistakes(Mistakes mistakes, const std::string& input, Messages& messages);

}  // namespace cfgen
