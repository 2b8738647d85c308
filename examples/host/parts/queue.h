// The queue folder: what was accepted and is not delivered yet.
//
//   queue/ID.msg   the message, as it came, with a Received: line in front
//   queue/ID.env   sender, recipients and times, in lines of words; replaced as a whole
//   queue/*.new    being written
//
// A message is in the queue once its .env is there; that is on disk before a client is told so. Who
// works on a message holds a lock on its .msg.
//
// Tested by tests/host/ (queue, C3, C4).
#ifndef EXAMPLES_HOST_QUEUE_H
#define EXAMPLES_HOST_QUEUE_H

#include <cstdio>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

struct Envelope {
  std::string id;
  std::string sender;  // empty: <>
  std::vector<std::string> recipients;
  bool eight_bit = false;  // BODY=8BITMIME
  long size = 0;
  std::time_t arrived = 0;
  std::time_t next = 0;  // not tried before
  long tries = 0;
  std::string hold;  // why it is quarantined: not delivered until somebody removes the line
  std::string last;  // what the last try said
};

class Queue {
 public:
  explicit Queue(std::string folder) : folder_(std::move(folder)) {}

  // Makes the folders that are missing. False: it cannot be.
  [[nodiscard]] bool make_folders() const;

  // A message that comes in. Dropped, it leaves nothing behind.
  class Incoming {
   public:
    explicit Incoming(const Queue& queue);
    ~Incoming();
    Incoming(const Incoming&) = delete;
    Incoming& operator=(const Incoming&) = delete;

    const std::string& id() const { return id_; }
    // False: it cannot be written; commit() will say so, too.
    bool write(std::string_view bytes);
    bool flush();
    // Puts it into the queue, with `envelope`, whose id is set.
    [[nodiscard]] bool commit(Envelope& envelope);

   private:
    const Queue& queue_;
    const std::string id_;
    File file_;
  };

  // A message that is worked on; the lock ends with it.
  struct Taken {
    File locked;  // the message
    Envelope envelope;
  };
  // Nothing: it is gone, somebody else has it, or it is damaged (the log says so).
  std::optional<Taken> take(const std::string& id) const;
  // Nothing: it is not whole; the log says so.
  std::optional<std::string> message(const Envelope& envelope) const;
  [[nodiscard]] bool update(const Envelope& envelope) const;  // as it is now
  void remove(const std::string& id) const;

  // What a crash left behind, and nobody has written to since `before`: half-written files go, a
  // message without an envelope goes to dead/.
  void sweep(std::time_t before) const;

  std::vector<std::string> ids() const;

  // Puts a message into the box of a local user, mail/USER/ (lower case). The reply says what
  // became of it: 250, 550 no such user, 451.
  std::string store_local(const std::string& user, const std::string& id,
                          const std::string& text) const;
  bool is_local_user(const std::string& user) const;
  // Keeps what can be neither delivered nor returned.
  bool keep_dead(const std::string& id, const std::string& text) const;

 private:
  std::string path(const std::string& id, const char* suffix) const;
  std::string mailbox(const std::string& user) const;
  void bury_orphan(const std::string& id) const;

  std::string folder_;
};

}  // namespace host

#endif
