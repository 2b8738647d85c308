// Reads any bytes as the text of an aliases file, whose names go through rules, and asks for them.

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cf/reader.h"
#include "eval/session.h"
#include "maps/map_class.h"

using namespace rules;

namespace {

constexpr int kMostQuestions = 50;

// A file without a name, with these bytes.
class NamelessFile {
 public:
  NamelessFile(const std::uint8_t* data, std::size_t size) : fd_(::memfd_create("aliases", 0)) {
    if (fd_ < 0 || ::write(fd_, data, size) != static_cast<ssize_t>(size)) std::abort();
  }
  ~NamelessFile() { ::close(fd_); }
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

std::string cf_for(const std::string& path) {
  return "V10\nDjtest.example.com\nO OperatorChars=.:%@!^/[]+\nO CheckAliases\n"
         "Mlocal, P=/bin/true, F=lsDFMA, S=0, R=0, A=true $u\n"
         "Mother, P=/bin/true, F=DFM, S=0, R=0, A=true $u\n"
         "S0\nR$+@$+\t$#other $@ $2 $: $1 @ $2\nR$+\t$#local $: $1\n"
         "Ka stab -a<> " +
         path + "\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const NamelessFile file(data, size);
  ReadOptions options;
  options.host_name = "test.example.com";
  options.map_classes = &library_map_classes();
  options.file_safety = false;
  Diagnostics notes;
  auto config = read_config("fuzz.cf", cf_for(file.path()), options, notes);
  if (config == nullptr) std::abort();
  Session session(std::make_shared<const Engine>(std::move(config)));
  const Map* const aliases = session.engine().find_map(std::string_view("a"));
  if (aliases == nullptr) std::abort();
  session.begin();
  if (!session.open(*aliases)) std::abort();
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (int i = 0; i < kMostQuestions && !text.empty(); ++i) {
    const std::string_view name = text.substr(0, text.find_first_of(":,\n"));
    const LookupAnswer answer = session.lookup(*aliases, name);
    if (answer.status == LookupStatus::found && !answer.value.ends_with("<>")) std::abort();
    text.remove_prefix(std::min(name.size() + 1, text.size()));
  }
  return 0;
}
