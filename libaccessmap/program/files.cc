// Input, output and signals. See files.h.

#include "files.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

volatile std::sig_atomic_t stop_signal = 0;

void note_signal(int signal) { stop_signal = signal; }

}  // namespace

std::optional<std::string> read_all(int fd) {
  std::string text;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR && !stop_asked()) continue;
    if (n < 0) return std::nullopt;
    if (n == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

std::string database_path(const std::string& name) {
  return name.ends_with(".db") ? name : name + ".db";
}

std::string database_path(const std::string& name, accessmap::Format format) {
  const bool berkeley = format == accessmap::Format::hash || format == accessmap::Format::btree;
  if (berkeley) return database_path(name);
  const std::string suffix = "." + std::string(accessmap::format_name(format));
  return name.ends_with(suffix) ? name : name + suffix;
}

std::optional<accessmap::Format> format_named(std::string_view name) {
  using accessmap::Format;
  for (const Format format : {Format::hash, Format::btree, Format::cdb, Format::lmdb}) {
    if (accessmap::format_name(format) == name) return format;
  }
  return std::nullopt;
}

std::string existing_database(const std::string& name) {
  const auto exists = [](const std::string& path) { return ::access(path.c_str(), F_OK) == 0; };
  if (exists(name)) return name;
  const std::string usual = database_path(name);
  if (exists(usual)) return usual;
  for (const auto format : {accessmap::Format::cdb, accessmap::Format::lmdb}) {
    if (exists(database_path(name, format))) return database_path(name, format);
  }
  return usual;
}

std::unique_ptr<accessmap::Reader> open_database(const std::string& name) {
  accessmap::Problem problem;
  auto reader = accessmap::Reader::open(existing_database(name), problem);
  if (!reader) complain(problem.text);
  return reader;
}

void complain(std::string_view text) {
  std::fflush(stdout);  // so that both outputs into one file keep their order
  std::fprintf(stderr, "accessmap: %.*s\n", static_cast<int>(text.size()), text.data());
}

bool flush_output() {
  const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  if (failed) complain("cannot write to the standard output: " + std::string(strerror(errno)));
  return !failed;
}

void catch_stop_signals() {
  struct sigaction action {};
  action.sa_handler = note_signal;  // without SA_RESTART: a read must end
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction old {};
    const bool ignored = sigaction(signal, nullptr, &old) == 0 && old.sa_handler == SIG_IGN;
    if (!ignored) sigaction(signal, &action, nullptr);
  }
  action.sa_handler = SIG_IGN;
  sigaction(SIGXFSZ, &action, nullptr);
}

bool stop_asked() { return stop_signal != 0; }

void end_by_signal() {
  const int signal = stop_signal;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);
}
