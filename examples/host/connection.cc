// The server's side of one connection. Tested by tests/host/ (every test of a dialogue).
#include <algorithm>

#include "log.h"
#include "server.h"

namespace host {

namespace {

using Next = Session::Next;

constexpr std::size_t kCommandLine = 2048;    // RFC 5321: 512, more for parameters
constexpr std::size_t kResponseLine = 12286;  // RFC 4954, 4
constexpr std::size_t kReplies = 65536;

class Conversation {
 public:
  Conversation(Channel& channel, Session& session, const Setup& setup, const std::string& who)
      : channel_(channel),
        session_(session),
        setup_(setup),
        who_(who),
        end_(in_seconds(setup.settings.session_time)) {}

  void run() {
    next_ = session_.open(replies_);
    while (next_ != Next::kClose) {
      if (next_ == Next::kTls) {
        start_tls();
      } else if (next_ == Next::kLayer) {
        start_layer();
      } else if (!take_line() && !receive()) {
        return;
      }
    }
    flush();
  }

 private:
  Deadline deadline() const { return std::min(end_, in_seconds(setup_.settings.timeout)); }

  bool flush() {
    const bool sent = replies_.empty() || channel_.write(replies_, deadline()) == Channel::Io::kOk;
    replies_.clear();
    return sent;
  }

  // Hands the next line to the session; false: there is none yet.
  bool take_line() {
    const std::size_t limit = next_ == Next::kData       ? kMaxTextLine
                              : next_ == Next::kResponse ? kResponseLine
                                                         : kCommandLine;
    std::string line;
    const LineReader::Status status = lines_.next(limit, line);
    if (status == LineReader::Status::kMore) return false;
    if (next_ == Next::kData) {
      next_ = session_.data(status, line, replies_);
    } else if (has_bare_ending(line)) {
      next_ = refuse_bare_ending();
    } else if (status == LineReader::Status::kTooLong) {
      next_ = session_.too_long(replies_);
    } else if (next_ == Next::kResponse) {
      next_ = session_.response(line, replies_);
    } else {
      next_ = session_.command(line, replies_);
    }
    if (replies_.size() > kReplies && !flush()) next_ = Next::kClose;
    return true;
  }

  // What comes after a bare CR or LF may be a line or not, depending on who reads: none is read.
  Next refuse_bare_ending() {
    replies_ += "521 5.5.2 A command ends with CR LF\r\n";
    return Next::kClose;
  }

  // Waits for more bytes; false: the connection is over.
  bool receive() {
    if (next_ != Next::kData && has_bare_ending(lines_.pending())) {
      next_ = refuse_bare_ending();
      return true;
    }
    if (!flush()) return false;
    std::string bytes;
    const Channel::Io got = channel_.read(bytes, deadline());
    lines_.feed(bytes);
    if (got == Channel::Io::kTimeout) {
      const std::string last = "421 4.4.2 " + setup_.settings.name + " timeout\r\n";
      const bool told = channel_.write(last, in_seconds(1)) == Channel::Io::kOk;
      log_line(who_, told ? "timeout" : "timeout, and nobody listens");
    }
    return got == Channel::Io::kOk;
  }

  void start_tls() {
    lines_.drop();
    next_ = Next::kClose;
    const Channel::Handshake wish = {Channel::Side::kServer, "", session_.asks_certificate()};
    if (!flush()) return;
    if (!channel_.start_tls(setup_.server_tls.get(), wish, deadline())) {
      // What the client believes now is not known: no word more, and tls_client is not asked.
      log_line(who_, "STARTTLS=server, handshake failed: " + tls_error());
      return;
    }
    session_.tls_started(channel_.tls());
    next_ = Next::kCommand;
  }

  void start_layer() {
    lines_.drop();
    next_ = flush() ? Next::kCommand : Next::kClose;
    channel_.set_layer(session_.take_layer());
  }

  Channel& channel_;
  Session& session_;
  const Setup& setup_;
  const std::string& who_;
  const Deadline end_;
  LineReader lines_;
  std::string replies_;
  Next next_ = Next::kCommand;
};

}  // namespace

void serve(Channel& channel, Session& session, const Setup& setup, const std::string& who) {
  Conversation(channel, session, setup, who).run();
}

}  // namespace host
