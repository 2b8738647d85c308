// DIGEST-MD5 by libsasl2, both sides, with its security layer: bits for {auth_ssf} without TLS.
//
// The passwords come from the host's file of users, through a property plugin of our own: libsasl2
// asks for "userPassword" of a user and gets it, and no file of its own is read.
//
// Tested by tests/host/ (S9, C5, auth_client, sendmail_client).
#include <sasl/sasl.h>
#include <sasl/saslplug.h>

#include <cstring>
#include <mutex>
#include <vector>

#include "auth.h"
#include "log.h"

namespace host {

namespace {

constexpr unsigned kMaxBuffer = 65536;
constexpr sasl_ssf_t kMaxStrength = 256;

// The file of users of the exchange that runs in this thread: the plugin is told only the user.
thread_local const std::string* current_users = nullptr;

using Procedure = int (*)();

template <typename Function>
Procedure procedure(Function* function) {
  return reinterpret_cast<Procedure>(reinterpret_cast<void (*)()>(function));
}

int look_up(void*, sasl_server_params_t* params, unsigned, const char* user, unsigned length) {
  const auto users = current_users != nullptr ? Users::read(*current_users) : std::nullopt;
  if (!users) return SASL_UNAVAIL;
  // libsasl2 adds our realm to a user that has none.
  const std::string asked(user, length);
  const auto password = users->password(asked.substr(0, asked.find('@')));
  if (!password) return SASL_NOUSER;
  const propval* wanted = params->utils->prop_get(params->propctx);
  for (; wanted != nullptr && wanted->name != nullptr; wanted++) {
    const char* name = wanted->name[0] == '*' ? wanted->name + 1 : wanted->name;
    if (std::strcmp(name, SASL_AUX_PASSWORD_PROP) != 0 || wanted->values != nullptr) continue;
    params->utils->prop_set(params->propctx, wanted->name, password->data(),
                            static_cast<int>(password->size()));
  }
  return SASL_OK;
}

char plugin_name[] = "smtphost";
sasl_auxprop_plug_t plugin = {0, 0, nullptr, nullptr, look_up, plugin_name, nullptr};

int give_plugin(const sasl_utils_t*, int, int* version, sasl_auxprop_plug_t** out, const char*) {
  *version = SASL_AUXPROP_PLUG_VERSION;
  *out = &plugin;
  return SASL_OK;
}

int get_option(void*, const char*, const char* option, const char** result, unsigned* length) {
  const char* value = nullptr;
  if (std::strcmp(option, "auxprop_plugin") == 0) value = plugin_name;
  if (std::strcmp(option, "pwcheck_method") == 0) value = "auxprop";
  if (std::strcmp(option, "mech_list") == 0) value = "DIGEST-MD5";
  if (value == nullptr) return SASL_FAIL;
  *result = value;
  if (length != nullptr) *length = static_cast<unsigned>(std::strlen(value));
  return SASL_OK;
}

int log_message(void*, int level, const char* message) {
  if (level <= SASL_LOG_WARN && message != nullptr) log_line("libsasl2", message);
  return SASL_OK;
}

const sasl_callback_t kCallbacks[] = {
    {SASL_CB_GETOPT, procedure(get_option), nullptr},
    {SASL_CB_LOG, procedure(log_message), nullptr},
    {SASL_CB_LIST_END, nullptr, nullptr},
};

// Sessions are threads: libsasl2 locks what they share by what it is given here.
void set_mutexes() {
  sasl_set_mutex([]() -> void* { return new std::mutex; },
                 [](void* mutex) { return static_cast<std::mutex*>(mutex)->lock(), SASL_OK; },
                 [](void* mutex) { return static_cast<std::mutex*>(mutex)->unlock(), SASL_OK; },
                 [](void* mutex) { delete static_cast<std::mutex*>(mutex); });
}

// libsasl2 is set up once in a process, and has DIGEST-MD5 or not.
bool set_up() {
  set_mutexes();
  if (sasl_server_init(kCallbacks, "smtphost") != SASL_OK) return false;
  if (sasl_client_init(kCallbacks) != SASL_OK) return false;
  if (sasl_auxprop_add_plugin(plugin_name, give_plugin) != SASL_OK) return false;
  for (const char** one = sasl_global_listmech(); one != nullptr && *one != nullptr; one++) {
    if (std::strcmp(*one, "DIGEST-MD5") == 0) return true;
  }
  return false;
}

struct FreeConnection {
  void operator()(sasl_conn_t* connection) const { sasl_dispose(&connection); }
};
using Connection = std::shared_ptr<sasl_conn_t>;

class SaslLayer final : public Layer {
 public:
  explicit SaslLayer(Connection connection) : connection_(std::move(connection)) {
    const void* most = nullptr;
    if (sasl_getprop(connection_.get(), SASL_MAXOUTBUF, &most) == SASL_OK && most != nullptr) {
      max_ = *static_cast<const unsigned*>(most);
    }
  }

  bool decode(std::string_view bytes, std::string& out) override {
    const char* clear = nullptr;
    unsigned length = 0;
    if (sasl_decode(connection_.get(), bytes.data(), static_cast<unsigned>(bytes.size()), &clear,
                    &length) != SASL_OK) {
      return false;
    }
    out.append(clear, length);
    return true;
  }

  bool encode(std::string_view bytes, std::string& out) override {
    while (!bytes.empty()) {
      const std::string_view part = bytes.substr(0, max_ > 0 ? max_ : bytes.size());
      const char* wrapped = nullptr;
      unsigned length = 0;
      if (sasl_encode(connection_.get(), part.data(), static_cast<unsigned>(part.size()), &wrapped,
                      &length) != SASL_OK) {
        return false;
      }
      out.append(wrapped, length);
      bytes.remove_prefix(part.size());
    }
    return true;
  }

 private:
  Connection connection_;
  unsigned max_ = 0;
};

bool set_security(sasl_conn_t* connection, bool with_layer) {
  sasl_security_properties_t wish = {};
  wish.max_ssf = with_layer ? kMaxStrength : 0;
  wish.maxbufsize = with_layer ? kMaxBuffer : 0;
  wish.security_flags = SASL_SEC_NOANONYMOUS;
  return sasl_setprop(connection, SASL_SEC_PROPS, &wish) == SASL_OK;
}

// What both sides do: a step of libsasl2's, and at the end the layer that was agreed on.
class DigestMd5 : public AuthExchange {
 public:
  AuthStep step(const std::string& text) final {
    if (!connection_) return {};
    const char* out = nullptr;
    unsigned length = 0;
    const int result = say(text, &out, &length);
    started_ = true;
    AuthStep step;
    if (result == SASL_UNAVAIL) step.kind = AuthStep::Kind::kLater;
    if (result == SASL_CONTINUE) step.kind = AuthStep::Kind::kChallenge;
    if (result == SASL_CONTINUE || result == SASL_OK) step.challenge.assign(out ? out : "", length);
    if (result == SASL_OK) finish(step);
    return step;
  }

 protected:
  // With libsasl2's status.
  virtual int say(const std::string& text, const char** out, unsigned* length) = 0;
  void use(Connection connection, bool with_layer) {
    if (connection && set_security(connection.get(), with_layer))
      connection_ = std::move(connection);
  }
  sasl_conn_t* connection() const { return connection_.get(); }
  bool has_started() const { return started_; }

 private:
  void finish(AuthStep& step) const {
    const void* value = nullptr;
    if (sasl_getprop(connection(), SASL_USERNAME, &value) != SASL_OK || value == nullptr) return;
    step.kind = AuthStep::Kind::kDone;
    step.user = static_cast<const char*>(value);
    if (sasl_getprop(connection(), SASL_SSF, &value) == SASL_OK && value != nullptr) {
      step.strength = static_cast<int>(*static_cast<const sasl_ssf_t*>(value));
    }
    if (step.strength > 0) step.layer = std::make_unique<SaslLayer>(connection_);
  }

  Connection connection_;  // nullptr: it could not be made
  bool started_ = false;
};

class DigestMd5Server final : public DigestMd5 {
 public:
  explicit DigestMd5Server(const AuthSituation& now) : users_(now.users) {
    sasl_conn_t* made = nullptr;
    const char* host = now.host.c_str();
    sasl_server_new("smtp", host, host, nullptr, nullptr, nullptr, 0, &made);
    use(Connection(made, FreeConnection()), true);
  }

 private:
  int say(const std::string& text, const char** out, unsigned* length) override {
    current_users = &users_;
    const auto size = static_cast<unsigned>(text.size());
    const int result =
        has_started() ? sasl_server_step(connection(), text.data(), size, out, length)
                      : sasl_server_start(connection(), "DIGEST-MD5",
                                          text.empty() ? nullptr : text.data(), size, out, length);
    current_users = nullptr;
    return result;
  }

  std::string users_;
};

// What libsasl2 asks the client for; `context` is its Credentials.
int give_name(void* context, int id, const char** result, unsigned* length) {
  const auto* who = static_cast<const Credentials*>(context);
  const std::string& name = id == SASL_CB_AUTHNAME ? who->identity : who->user;
  *result = name.c_str();
  if (length != nullptr) *length = static_cast<unsigned>(name.size());
  return SASL_OK;
}

int give_realm(void* context, int, const char** offered, const char** result) {
  const auto* who = static_cast<const Credentials*>(context);
  const bool any = offered != nullptr && *offered != nullptr;
  *result = !who->realm.empty() ? who->realm.c_str() : any ? *offered : "";
  return SASL_OK;
}

int give_secret(sasl_conn_t*, void* context, int, sasl_secret_t** result) {
  *result = static_cast<sasl_secret_t*>(context);
  return SASL_OK;
}

// A connection of libsasl2's and what it asks for; the layer needs both to its end.
struct ClientSide {
  ClientSide(const Credentials& credentials, const std::string& server)
      : who(credentials), secret(sizeof(sasl_secret_t) + who.password.size()) {
    auto* text = reinterpret_cast<sasl_secret_t*>(secret.data());
    text->len = who.password.size();
    std::memcpy(text->data, who.password.data(), who.password.size());
    sasl_conn_t* made = nullptr;
    if (sasl_client_new("smtp", server.c_str(), nullptr, nullptr, callbacks, 0, &made) == SASL_OK)
      connection.reset(made);
  }
  ClientSide(const ClientSide&) = delete;
  ClientSide& operator=(const ClientSide&) = delete;

  Credentials who;
  std::vector<char> secret;
  const sasl_callback_t callbacks[5] = {
      {SASL_CB_AUTHNAME, procedure(give_name), &who},
      {SASL_CB_USER, procedure(give_name), &who},
      {SASL_CB_GETREALM, procedure(give_realm), &who},
      {SASL_CB_PASS, procedure(give_secret), secret.data()},
      {SASL_CB_LIST_END, nullptr, nullptr},
  };
  std::unique_ptr<sasl_conn_t, FreeConnection> connection;
};

class DigestMd5Client final : public DigestMd5 {
 public:
  DigestMd5Client(const Credentials& who, const std::string& server, bool with_layer) {
    const auto side = std::make_shared<ClientSide>(who, server);
    use(Connection(side, side->connection.get()), with_layer);
  }

 private:
  int say(const std::string& text, const char** out, unsigned* length) override {
    const char* mechanism = nullptr;
    return has_started()
               ? sasl_client_step(connection(), text.data(), static_cast<unsigned>(text.size()),
                                  nullptr, out, length)
               : sasl_client_start(connection(), "DIGEST-MD5", nullptr, out, length, &mechanism);
  }
};

}  // namespace

bool has_digest_md5() {
  static const bool has = set_up();
  return has;
}

std::unique_ptr<AuthExchange> begin_digest_md5(const AuthSituation& situation) {
  return std::make_unique<DigestMd5Server>(situation);
}

std::unique_ptr<AuthExchange> begin_digest_md5_client(const Credentials& credentials,
                                                      const std::string& server, bool with_layer) {
  return std::make_unique<DigestMd5Client>(credentials, server, with_layer);
}

}  // namespace host
