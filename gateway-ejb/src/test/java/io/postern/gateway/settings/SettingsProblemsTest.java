package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of wrong configurations: what is written, and exactly what the administrator reads. */
class SettingsProblemsTest {

  private static final String ROUTE = "- {domain: '*', host: mx.example, port: ";

  static Stream<Arguments> wrong() {
    return Stream.of(
        // keys
        row("hostname: a", " line 1, hostname: is not a known key; did you mean hostName?"),
        row(
            "relay_domains: []",
            " line 1, relay_domains: is not a known key; did you mean relayDomains?"),
        row(
            "admin: {colour: red}",
            " line 1, admin.colour: is not a known key; known are address, port, names"),
        row("hostName: a\nhostName: b", " line 2, hostName: is given twice"),
        row("limits:\n  sessions: 1\n  sessions: 2", " line 3, limits.sessions: is given twice"),
        row("? [a, b]\n: c", " line 1: a key must be a word, not a list"),
        row(
            "<<: {hostName: a}",
            " line 1, <<: is not a known key; known are hostName, listeners, relayDomains,"
                + " relayNetworks, routes, recipientsWithoutRoute, postmaster, data, admin, limits,"
                + " retry, extensions, exports, privacy"),
        // types
        row(
            "just text",
            " line 1: must hold keys with values (key: value), not the value just text"),
        row("- a", " line 1: must hold keys with values (key: value), not a list"),
        row("hostName: [a]", " line 1, hostName: must be one value, not a list"),
        row("hostName:\n  a: b", " line 2, hostName: must be one value, not keys with values"),
        row("routes: {a: b}", " line 1, routes: must be a list ([a, b]), not keys with values"),
        row(
            "relayDomains: a.example",
            " line 1, relayDomains: must be a list ([a, b]), not the value a.example"),
        row(
            "relayDomains: [a.example, ~]",
            " line 1, relayDomains[1]: must be one value, not nothing"),
        row(
            "limits: 7",
            " line 1, limits: must hold keys with values (key: value), not the value 7"),
        row(
            "routes: [a.example]",
            " line 1, routes[0]: must hold keys with values (key: value), not the value a.example",
            " line 1, routes[0].domain: is missing",
            " line 1, routes[0].host: is missing"),
        // exports
        row("exports: {x: {url: a}}", " line 1, exports.x.type: is missing"),
        row(
            "exports: {x: {type: kafka}}",
            " line 1, exports.x.type: kafka is not one of database, file, syslog, webhook"),
        row(
            "exports: {x: {type: file, url: a, port: 1}}",
            " line 1, exports.x.url: is no key of the type file",
            " line 1, exports.x.port: is no key of the type file"),
        row(
            "exports: {x: {type: file, folder: data/spool}}",
            " line 1, exports.x.folder: data/spool is in the data folder, of which only"
                + " /etc/postern/data/export-files may be written to"),
        row(
            "exports: {x: {type: file, templates: {Bogus: '{at}', Held: '{subjekt}', default:"
                + " '{at'}}}",
            " line 1, exports.x.templates.Bogus: Bogus is not an event (see docs/journal.md)",
            " line 1, exports.x.templates.Held: subjekt is no member of an event (see"
                + " docs/journal.md), nor gateway, json or rest",
            " line 1, exports.x.templates.default: has a brace at character 1 that is not closed;"
                + " write {{ for a brace"),
        row(
            "exports: {x: {type: file, format: csv, templates: {default: '{at}'}}}",
            " line 1, exports.x.templates: cannot be given beside format"),
        row(
            "exports: {x: {type: file, format: csv, members: [seq, json]}}",
            " line 1, exports.x.members[1]: json is no member that can have a column (see"
                + " docs/journal.md)"),
        row("exports: {x: {type: syslog}}", " line 1, exports.x.host: is missing"),
        row(
            "exports: {x: {type: syslog, host: a.example, transport: tcp, authorities: ca.pem}}",
            " line 1, exports.x.authorities: is of the transport tls"),
        row(
            "exports: {x: {type: syslog, host: a.example, gateway: 'a b'}}",
            " line 1, exports.x.gateway: a b is not 1 to 200 characters of ASCII without blanks"),
        row(
            "exports: {x: {type: webhook}}",
            " line 1, exports.x.url: is missing",
            " line 1, exports.x.secret: is missing"),
        row(
            "exports: {x: {type: webhook, secret: s, url: 'ftp://me:secret@a.example'}}",
            " line 1, exports.x.url: ftp://...@a.example is not a URL of https (such as"
                + " https://siem.example.com/mail)"),
        row(
            "exports: {x: {type: webhook, secret: s, url: 'https://me:secret@a.example'}}",
            " line 1, exports.x.url: holds a user; a webhook is signed by its secret"),
        row(
            "exports: {x: {type: webhook, secret: s, url: 'http://a.example'}}",
            " line 1, exports.x.url: is http to another machine, which shows events to everybody on"
                + " the way; write https, or allowHttp: true"),
        // ports and numbers
        row(
            "routes:\n" + ROUTE + "25}\n- {domain: b.example, host: mx, port: 70000}",
            " line 3, routes[1].port: 70000 is not a port (1 to 65535)"),
        row("routes:\n" + ROUTE + "0}", " line 2, routes[0].port: 0 is not a port (1 to 65535)"),
        row(
            "routes:\n" + ROUTE + "smtp}",
            " line 2, routes[0].port: smtp is not a port (1 to 65535)"),
        row("admin: {port: -1}", " line 1, admin.port: -1 is not a port (0 to 65535)"),
        row(
            "limits: {sessions: 0}",
            " line 1, limits.sessions: 0 is not a number from 1 to 1000000"),
        row("limits: {sessions: 1.5}", " line 1, limits.sessions: 1.5 is not a whole number"),
        row(
            "limits: {sessions: 99999999999999999999}",
            " line 1, limits.sessions: 99999999999999999999 is not a whole number"),
        row("limits: {recipients: many}", " line 1, limits.recipients: many is not a whole number"),
        row(
            "listeners: [{port: 25, lenient: [dots]}]",
            " line 1, listeners[0].lenient[0]: dots is not one of paths-without-brackets,"
                + " dots-in-local-part, trailing-dot"),
        row(
            "listeners: [{port: 25, lenient: [trailing-dot, trailing-dot]}]",
            " line 1, listeners[0].lenient[1]: trailing-dot is given twice"),
        row(
            "recipientsWithoutRoute: bounce",
            " line 1, recipientsWithoutRoute: bounce is not one of refuse, accept"),
        row(
            "postmaster: admin",
            " line 1, postmaster: admin is not a mailbox (such as admin@example.com)"),
        row(
            "postmaster: a..b@example.com",
            " line 1, postmaster: a..b@example.com is not a mailbox (such as admin@example.com)"),
        // durations and sizes
        row(
            "limits: {commandTime: 5}",
            " line 1, limits.commandTime: 5 is not a duration (such as 30s, 5m, 4h or 5d)"),
        row(
            "limits: {commandTime: 5 min}",
            " line 1, limits.commandTime: 5 min is not a duration (such as 30s, 5m, 4h or 5d)"),
        row(
            "limits: {commandTime: 0s}",
            " line 1, limits.commandTime: 0s is not between 1s and 1h"),
        row(
            "limits: {messageTime: 999999999d}",
            " line 1, limits.messageTime: 999999999d is not between 1s and 1d"),
        row(
            "retry: {lifetime: -5d}",
            " line 1, retry.lifetime: -5d is not a duration (such as 30s, 5m, 4h or 5d)"),
        row("retry: {lifetime: 31d}", " line 1, retry.lifetime: 31d is not between 1m and 30d"),
        row(
            "retry: {schedule: [5m, soon]}",
            " line 1, retry.schedule[1]: soon is not a duration (such as 30s, 5m, 4h or 5d)"),
        row("retry: {schedule: []}", " line 1, retry.schedule: must hold at least one duration"),
        row(
            "limits: {messageSize: 25 stones}",
            " line 1, limits.messageSize: 25 stones is not a size (such as 500000, 25MB or 10MiB)"),
        row(
            "limits: {messageSize: 1}",
            " line 1, limits.messageSize: 1 is not between 1000 and 4294967296 octets"),
        row(
            "limits: {messageSize: 1MB, headerSize: 2MB}",
            " line 1, limits.headerSize: 2000000 is more than messageSize 1000000"),
        // names
        row(
            "hostName: mail_1.example",
            " line 1, hostName: mail_1.example is not a host name or address"),
        row("hostName: ''", " line 1, hostName:  is not a host name or address"),
        row(
            "relayDomains: ['*']",
            " line 1, relayDomains[0]: * is not a domain (such as example.com, or .example.com for"
                + " subdomains)"),
        row(
            "relayDomains: [b\u00fccher.example]",
            " line 1, relayDomains[0]: b\u00fccher.example is not a domain (such as"
                + " example.com, or .example.com for subdomains); write xn--bcher-kva.example"),
        row(
            "relayDomains: [a.example, A.EXAMPLE]",
            " line 1, relayDomains[1]: A.EXAMPLE is given twice"),
        row(
            "relayDomains: ['a..example']",
            " line 1, relayDomains[0]: a..example is not a domain (such as example.com, or"
                + " .example.com for subdomains)"),
        row(
            "relayDomains: [192.0.2.1]",
            " line 1, relayDomains[0]: 192.0.2.1 is not a domain (such as example.com, or"
                + " .example.com for subdomains)"),
        row(
            "hostName: \"a\\r\\nb\\e[31m\\u202e\"",
            " line 1, hostName: a\\u{d}\\u{a}b\\u{1b}[31m\\u{202e} is not a host name or address"),
        // networks
        row(
            "relayNetworks: [0.0.0.0/0]",
            " line 1, relayNetworks[0]: 0.0.0.0/0 is the whole world; every client could send"
                + " anywhere (an open relay)"),
        row(
            "relayNetworks: ['::/0']",
            " line 1, relayNetworks[0]: ::/0 is the whole world; every client could send anywhere"
                + " (an open relay)"),
        row(
            "relayNetworks: [10.1.2.3/8]",
            " line 1, relayNetworks[0]: 10.1.2.3/8 has bits set beyond its prefix; write"
                + " 10.0.0.0/8"),
        row(
            "relayNetworks: [10.0.0.0/33]",
            " line 1, relayNetworks[0]: 10.0.0.0/33 has a prefix that is not a number from 0 to"
                + " 32"),
        row(
            "relayNetworks: [10.0.0/8]",
            " line 1, relayNetworks[0]: 10.0.0/8 is not a network (such as 10.0.0.0/8 or"
                + " fd00::/8)"),
        row(
            "relayNetworks: [example.com]",
            " line 1, relayNetworks[0]: example.com is not a network (such as 10.0.0.0/8 or"
                + " fd00::/8)"),
        row(
            "relayNetworks: [10.0.0.0/8, 10.0.0.0/8]",
            " line 1, relayNetworks[1]: 10.0.0.0/8 is given twice"),
        // listeners
        row("listeners: []", " line 1, listeners: must hold at least one listener"),
        row("listeners:\n- name: a", " line 2, listeners[0].port: is missing"),
        row(
            "listeners: [{port: 25, address: mail.example}]",
            " line 1, listeners[0].address: mail.example is not an IP address"),
        row(
            "listeners:\n- {name: a, port: 25}\n- {name: a, port: 26}",
            " line 3, listeners[1].name: a is the name of another listener"),
        row(
            "listeners:\n- {name: a, port: 25}\n- {name: b, port: 25}",
            " line 3, listeners[1].port: 25 is taken by listener a already"),
        row(
            "listeners:\n- {name: a, port: 25, address: 0.0.0.0}\n- {name: b, port: 25}",
            " line 3, listeners[1].port: 25 is taken by listener a already"),
        row(
            "listeners: [{name: A b, port: 25}]",
            " line 1, listeners[0].name: A b is not a name (a to z, 0 to 9 and single"
                + " hyphens, a letter first, at most 41)"),
        row("admin: {port: 2525}", " line 1, admin.port: 2525 is taken by listener smtp already"),
        // routes
        row(
            "routes:\n- {domain: a.example, host: mx}\n- {domain: A.example, host: my}",
            " line 3, routes[1].domain: a.example has a route already"),
        row(
            "routes: [{domain: a.example, hold: true, port: 26}]",
            " line 1, routes[0].port: cannot be given without host"),
        row(
            "routes: [{domain: a.example, hold: true, host: localhost, port: 2525}]",
            " line 1, routes[0].host: leads back to this gateway's listener smtp"),
        row(
            "routes: [{domain: a.example, hold: yes}]",
            " line 1, routes[0].hold: yes is not true or false",
            " line 1, routes[0].host: is missing"),
        row(
            "routes: [{domain: '*', host: localhost, port: 2525}]",
            " line 1, routes[0].host: leads back to this gateway's listener smtp"),
        row(
            "listeners: [{name: a, address: '::', port: 25}]\n"
                + "routes: [{domain: '*', host: 127.0.0.1}]",
            " line 2, routes[0].host: leads back to this gateway's listener a"),
        // extensions
        row(
            "extensions: {Bad--Name: {}}",
            " line 1, extensions.Bad--Name: Bad--Name is not a name (a to z, 0 to 9 and single"
                + " hyphens, a letter first, at most 41)"),
        row(
            "extensions: {a: {onFailure: ignore}}",
            " line 1, extensions.a.onFailure: ignore is not one of defer, skip, reject"),
        row("extensions: {a: {archive: ''}}", " line 1, extensions.a.archive: must not be empty"),
        row(
            "extensions: {a: {archive: \"a\\0b\"}}",
            " line 1, extensions.a.archive: a\\u{0}b is not a path"),
        row(
            "extensions: {a: x.war}",
            " line 1, extensions.a: must hold keys with values (key: value), not the value x.war"),
        row(
            "extensions: {a: {validationTime: 0s}}",
            " line 1, extensions.a.validationTime: 0s is not between 1s and 1h"),
        // not YAML, or too much of it
        row("a: b: c", " line 1: is not YAML: mapping values are not allowed here"),
        row("hostName: 'a", " line 1: is not YAML: found unexpected end of stream"),
        row("hostName: a\n---\nhostName: b", " line 2: holds a second document; one is expected"),
        row("hostName: *nowhere", " line 1: is not YAML: found undefined alias nowhere"),
        row("[".repeat(100_000), " line 1: is nested deeper than 20 levels"),
        row("a:\n  " + "- ".repeat(50_000) + "a", " line 2: is nested deeper than 20 levels"),
        row("a: &a [x]\nb: [" + "*a,".repeat(51) + "]", " line 2: uses more than 50 aliases"),
        row(laughs(), " line 7: uses more than 50 aliases"),
        row(
            "routes: &a [*a]",
                " line 1, routes[0]: must hold keys with values (key: value), not a list",
            " line 1, routes[0].domain: is missing", " line 1, routes[0].host: is missing"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isReportedWithLineAndPath(String text, List<String> expected) {
    assertEquals(expected, problems(text));
  }

  @Test
  void everyProblemIsReportedInTheOrderOfTheLines() {
    assertEquals(
        List.of(
            "postern.yaml line 1, hostNam: is not a known key; did you mean hostName?",
            "postern.yaml line 2, limits.sessions: none is not a whole number",
            "postern.yaml line 4, routes[0].host: is missing",
            "postern.yaml line 4, routes[0].port: 99999 is not a port (1 to 65535)",
            "postern.yaml line 5, admin.port: x is not a port (0 to 65535)"),
        problems(
            """
            hostNam: a
            limits: {sessions: none}
            routes:
            - {domain: a.example, port: 99999}
            admin: {port: x}
            """));
  }

  @Test
  void noMoreProblemsAreReportedThanAnybodyReads() {
    StringBuilder text = new StringBuilder("relayDomains:\n");
    for (int i = 0; i < 500; i++) {
      text.append("- '*'\n");
    }

    List<String> problems = problems(text.toString());

    assertEquals(101, problems.size());
    assertEquals("postern.yaml: and 400 more problems", problems.getLast());
  }

  @Test
  void aLongValueIsShownCut() {
    List<String> problems = problems("hostName: " + "_".repeat(5_000));

    assertEquals(1, problems.size());
    assertTrue(problems.getFirst().length() < 200, problems.getFirst());
  }

  private static List<String> problems(String text) {
    return assertThrows(
            SettingsRefused.class,
            () -> SettingsFile.parse("postern.yaml", text, Path.of("/etc/postern")))
        .problems();
  }

  private static Arguments row(String text, String... expected) {
    return Arguments.of(text, Stream.of(expected).map(line -> "postern.yaml" + line).toList());
  }

  /** Ten aliases of ten aliases of ten aliases. */
  private static String laughs() {
    StringBuilder text = new StringBuilder("a0: &a0 [ha]\n");
    for (int i = 1; i < 9; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
    }
    return text.toString();
  }
}
