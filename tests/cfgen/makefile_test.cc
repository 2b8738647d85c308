// Makefiles of configurations: cfgen --makefile.
#include "makefile.h"

#include <catch2/catch.hpp>

using cfgen::makefile_for;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("makefile: the configuration is made of the .mc file") {
  const auto text = makefile_for("V10/Berkeley\n", "/etc/mail/site.mc");
  CHECK(has(text, "\nall: site.cf\n"));
  CHECK(has(text, "\nsite.cf: site.mc\n\t$(CFGEN) '$<' -o '$@'\n"));
}

TEST_CASE("makefile: a database of its own class for each map, once") {
  const auto text = makefile_for(
      "Kaccess hash -T<TMPF> /etc/mail/access\nKvirtuser btree -f -a. /etc/mail/virtusers.db\n"
      "Kagain hash /etc/mail/access\nKold dbm /etc/mail/old\n",
      "s.mc");
  CHECK(has(text, "/etc/mail/access.db: /etc/mail/access\n\t$(MAKEMAP) hash '$<' <'$<'\n"));
  CHECK(has(text, "/etc/mail/virtusers.db: /etc/mail/virtusers\n\t$(MAKEMAP) btree"));
  CHECK(has(text, "/etc/mail/old.pag: /etc/mail/old\n\t$(MAKEMAP) dbm"));
  CHECK(has(text, "all: s.cf \\\n  /etc/mail/access.db \\\n  /etc/mail/virtusers.db"));
  CHECK(text.find("access.db: ") == text.rfind("access.db: "));
}

TEST_CASE("makefile: an optional map is built when its text is there") {
  const auto text = makefile_for("Kx hash -o /etc/mail/x\n", "s.mc");
  CHECK(has(text, "$(if $(wildcard /etc/mail/x),/etc/mail/x.db)"));
}

TEST_CASE("makefile: aliases are built by newaliases, the user database as a btree") {
  const auto text = makefile_for(
      "O AliasFile=/etc/mail/aliases, btree:-o /etc/mail/lists, ldap:-k x\n"
      "O UserDatabaseSpec=/etc/mail/userdb.db, @remote\n",
      "s.mc");
  CHECK(has(text, "/etc/mail/aliases.db: /etc/mail/aliases\n\t$(NEWALIASES)\n"));
  CHECK(has(text, "/etc/mail/lists.db: /etc/mail/lists\n\t$(NEWALIASES)\n"));
  CHECK(has(text, "/etc/mail/userdb.db: /etc/mail/userdb\n\t$(MAKEMAP) btree"));
  CHECK_FALSE(has(text, "ldap"));
}

TEST_CASE("makefile: files of classes and text maps are read as they are; programs are not files") {
  const auto text = makefile_for(
      "Fw/etc/mail/local-host-names\nFR-o /etc/mail/relay-domains %[^#]\nF{X}|/bin/names\n"
      "Kt text -k0 /etc/mail/t\nKs sequence a b\nKd dns -R A\n",
      "s.mc");
  CHECK(has(text, "# read as it is: /etc/mail/local-host-names\n"));
  CHECK(has(text, "# read as it is: /etc/mail/relay-domains\n"));
  CHECK(has(text, "# read as it is: /etc/mail/t\n"));
  CHECK_FALSE(has(text, "/bin/names"));
  CHECK_FALSE(has(text, "sequence"));
}

TEST_CASE("makefile: a name does not end a rule or call a function of make") {
  const auto text = makefile_for("Kx hash /a:b#c$(shell x)\n", "s.mc");
  CHECK(has(text, "/a\\:b\\#c$$(shell.db: /a\\:b\\#c$$(shell\n"));
}

TEST_CASE("makefile: a name with a quote gets no rule") {
  CHECK_FALSE(makefile_for("Kx hash /a';touch x'\n", "s.mc").find("touch") != std::string::npos);
}
