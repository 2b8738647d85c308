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
#include <utility>
#include <vector>

#include "auth.h"
#include "log.h"

namespace host {

namespace {

constexpr const char* kMechanism = "DIGEST-MD5";
constexpr unsigned kMaxBuffer = 65536;
constexpr sasl_ssf_t kMaxStrength = 256;

using Procedure = int (*)();

template <typename Function>
Procedure procedure(Function* function) {
  return reinterpret_cast<Procedure>(reinterpret_cast<void (*)()>(function));
}

// A connection of libsasl2's, and what it asks for; the layer needs it to its end.
struct Side {
  bool is_server = false;
  std::string users;  // of a server: the file of users
  Credentials who;    // of a client, as the rest
  std::vector<char> secret;
  std::vector<sasl_callback_t> callbacks;
  sasl_conn_t* connection = nullptr;  // nullptr: it could not be made

  Side() = default;
  ~Side() { sasl_dispose(&connection); }
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;
};

// The file of users of the exchange that runs in this thread: the plugin is told only the user.
thread_local const std::string* current_users = nullptr;

int look_up(void*, sasl_server_params_t* params, unsigned, const char* user, unsigned length) {
  // libsasl2 adds our realm to a user that has none.
  const std::string asked(user, length);
  const auto secret = secret_of(*current_users, asked.substr(0, asked.find('@')));
  if (!secret) return SASL_UNAVAIL;
  if (secret->empty() || secret->front() == '$') return SASL_NOUSER;
  const propval* wanted = params->utils->prop_get(params->propctx);
  for (; wanted != nullptr && wanted->name != nullptr; wanted++) {
    const char* name = wanted->name[0] == '*' ? wanted->name + 1 : wanted->name;
    if (std::strcmp(name, SASL_AUX_PASSWORD_PROP) != 0 || wanted->values != nullptr) continue;
    params->utils->prop_set(params->propctx, wanted->name, secret->data(),
                            static_cast<int>(secret->size()));
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
  if (std::strcmp(option, "mech_list") == 0) value = kMechanism;
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
    if (std::strcmp(*one, kMechanism) == 0) return true;
  }
  return false;
}

// sasl_encode and sasl_decode, which are of one form.
using Pass = int(sasl_conn_t*, const char*, unsigned, const char**, unsigned*);

bool pass(Pass* function, sasl_conn_t* connection, std::string_view bytes, std::string& out) {
  const char* passed = nullptr;
  unsigned length = 0;
  const auto size = static_cast<unsigned>(bytes.size());
  if (function(connection, bytes.data(), size, &passed, &length) != SASL_OK) return false;
  out.append(passed, length);
  return true;
}

Layer make_layer(const std::shared_ptr<Side>& side) {
  const void* most = nullptr;
  sasl_getprop(side->connection, SASL_MAXOUTBUF, &most);
  const unsigned max = most != nullptr ? *static_cast<const unsigned*>(most) : 0;
  Layer layer;
  layer.decode = [side](std::string_view bytes, std::string& out) {
    return pass(sasl_decode, side->connection, bytes, out);
  };
  layer.encode = [side, max](std::string_view bytes, std::string& out) {
    while (!bytes.empty()) {
      const std::string_view part = bytes.substr(0, max > 0 ? max : bytes.size());
      if (!pass(sasl_encode, side->connection, part, out)) return false;
      bytes.remove_prefix(part.size());
    }
    return true;
  };
  return layer;
}

// A step of libsasl2's with this status, and at the end the layer that was agreed on.
AuthStep make_step(const std::shared_ptr<Side>& side, int result, std::string_view text) {
  AuthStep step;
  if (result == SASL_UNAVAIL) step.kind = AuthStep::Kind::kLater;
  if (result == SASL_CONTINUE) step.kind = AuthStep::Kind::kChallenge;
  if (result == SASL_CONTINUE || result == SASL_OK) step.text = text;
  const void* value = nullptr;
  if (result != SASL_OK || sasl_getprop(side->connection, SASL_USERNAME, &value) != SASL_OK ||
      value == nullptr) {
    return step;
  }
  step.kind = AuthStep::Kind::kDone;
  step.user = static_cast<const char*>(value);
  if (sasl_getprop(side->connection, SASL_SSF, &value) == SASL_OK && value != nullptr) {
    step.strength = static_cast<int>(*static_cast<const sasl_ssf_t*>(value));
  }
  if (step.strength > 0) step.layer = make_layer(side);
  return step;
}

// What the side says to `said`, with libsasl2's status.
int say(const Side& side, bool is_first, const std::string& said, const char** out,
        unsigned* length) {
  sasl_conn_t* const us = side.connection;
  const auto size = static_cast<unsigned>(said.size());
  const char* unused = nullptr;
  if (!is_first) {
    return side.is_server ? sasl_server_step(us, said.data(), size, out, length)
                          : sasl_client_step(us, said.data(), size, nullptr, out, length);
  }
  if (!side.is_server) return sasl_client_start(us, kMechanism, nullptr, out, length, &unused);
  const char* initial = said.empty() ? nullptr : said.data();
  return sasl_server_start(us, kMechanism, initial, size, out, length);
}

AuthExchange make_exchange(const std::shared_ptr<Side>& side, bool with_layer) {
  sasl_security_properties_t wish = {};
  wish.max_ssf = with_layer ? kMaxStrength : 0;
  wish.maxbufsize = with_layer ? kMaxBuffer : 0;
  wish.security_flags = SASL_SEC_NOANONYMOUS;
  const bool usable = side->connection != nullptr &&
                      sasl_setprop(side->connection, SASL_SEC_PROPS, &wish) == SASL_OK;
  return [=, is_first = true](const std::string& said) mutable {
    if (!usable) return AuthStep();
    current_users = &side->users;
    const char* text = nullptr;
    unsigned length = 0;
    const int result = say(*side, std::exchange(is_first, false), said, &text, &length);
    return make_step(side, result, text != nullptr ? std::string_view(text, length) : "");
  };
}

// What libsasl2 asks the client for; `context` is its Credentials, or the secret.
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

std::vector<char> make_secret(const std::string& password) {
  std::vector<char> room(sizeof(sasl_secret_t) + password.size());
  auto* secret = reinterpret_cast<sasl_secret_t*>(room.data());
  secret->len = password.size();
  std::memcpy(secret->data, password.data(), password.size());
  return room;
}

}  // namespace

bool has_digest_md5() {
  static const bool has = set_up();
  return has;
}

AuthExchange begin_digest_md5(const AuthSituation& now) {
  const auto side = std::make_shared<Side>();
  side->is_server = true;
  side->users = now.users;
  const char* host = now.host.c_str();
  sasl_server_new("smtp", host, host, nullptr, nullptr, nullptr, 0, &side->connection);
  return make_exchange(side, true);
}

AuthExchange begin_digest_md5_client(const Credentials& credentials, const std::string& server,
                                     bool with_layer) {
  const auto side = std::make_shared<Side>();
  side->who = credentials;
  side->secret = make_secret(credentials.password);
  side->callbacks = {{SASL_CB_AUTHNAME, procedure(give_name), &side->who},
                     {SASL_CB_USER, procedure(give_name), &side->who},
                     {SASL_CB_GETREALM, procedure(give_realm), &side->who},
                     {SASL_CB_PASS, procedure(give_secret), side->secret.data()},
                     {SASL_CB_LIST_END, nullptr, nullptr}};
  sasl_client_new("smtp", server.c_str(), nullptr, nullptr, side->callbacks.data(), 0,
                  &side->connection);
  return make_exchange(side, with_layer);
}

}  // namespace host
