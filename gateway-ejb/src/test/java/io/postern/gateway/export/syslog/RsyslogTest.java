package io.postern.gateway.export.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.export.ExportFixture;
import io.postern.gateway.export.TestCertificate;
import io.postern.gateway.export.TestEvents;
import io.postern.gateway.settings.ExportEntry.Syslog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine's own rsyslog makes of the messages. */
final class RsyslogTest {

  private static final Path SERVER = Path.of("/usr/sbin/rsyslogd");

  @TempDir Path data;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean hasTls() throws IOException {
    try (Stream<Path> found =
        Files.find(Path.of("/usr/lib"), 3, (file, _) -> file.endsWith("rsyslog/lmnsd_ossl.so"))) {
      return found.findAny().isPresent();
    }
  }

  /** In the foreground; writes what it understood to a file. */
  private final class Running implements AutoCloseable {

    private final Process process;
    private final int port = freePort();

    Running(String tls, String module) throws IOException {
      Path configuration =
          Files.writeString(
              data.resolve("rsyslog.conf"),
              """
              global(workDirectory="%s" maxMessageSize="64k"%s)
              module(load="imtcp"%s)
              template(name="understood" type="string"
                string="%%syslogfacility-text%%.%%syslogseverity-text%%|%%timestamp:::date-rfc3339%%|%%hostname%%|%%app-name%%|%%procid%%|%%msgid%%|%%structured-data%%|%%msg%%\\n")
              input(type="imtcp" address="127.0.0.1" port="%d" ruleset="understood")
              ruleset(name="understood") {
                action(type="omfile" file="%s" template="understood")
              }
              """
                  .formatted(data, tls, module, port, data.resolve("understood")));
      process =
          new ProcessBuilder(
                  SERVER.toString(),
                  "-n",
                  "-f",
                  configuration.toString(),
                  "-i",
                  data.resolve("pid").toString())
              .redirectErrorStream(true)
              .redirectOutput(data.resolve("rsyslog.log").toFile())
              .start();
    }

    List<String> understood() throws IOException {
      Path file = data.resolve("understood");
      return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      process.waitFor();
    }
  }

  private void eachEventArrives(Running rsyslog, String more) throws Exception {
    try (ExportFixture gateway =
        new ExportFixture(
                data,
                entry -> new SyslogTargets(() -> "mail.example.com").opener((Syslog) entry.kind()))
            .with(
                "exports: {log: {type: syslog, delay: 1s, events: [Damaged], port: %d, %s}}"
                    .formatted(rsyslog.port, more))) {
      gateway.record(
          "Damaged",
          200,
          i -> Map.of("reason", TestEvents.HOSTILE.get(i % TestEvents.HOSTILE.size())));
      ExportFixture.await()
          .until(
              () -> {
                gateway.exports.resume("log");
                return rsyslog.understood().size() >= 200;
              });
      List<String> lines = rsyslog.understood();
      assertEquals(
          LongStream.rangeClosed(2, 201).boxed().toList(),
          lines.stream()
              .map(line -> JournalLine.parse(line.substring(line.indexOf('{'))).sequence())
              .toList());
      assertTrue(
          lines
              .getFirst()
              .startsWith(
                  "mail.err|2030-11-24T12:00:00.001Z|mail.example.com|postern|-|Damaged|"
                      + "[postern@32473 seq=\"2\"]|"),
          lines.getFirst());
    }
  }

  @Test
  void overTcp_rsyslogUnderstandsEachMessage() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(SERVER), "skipped: rsyslog (Debian package rsyslog) is not installed");
    try (Running rsyslog = new Running("", "")) {
      eachEventArrives(rsyslog, "host: 127.0.0.1, transport: tcp");
    }
  }

  @Test
  void overTls_rsyslogUnderstandsEachMessage() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(SERVER) && hasTls(),
        "skipped: rsyslog's TLS (Debian package rsyslog-openssl) is not installed");
    TestCertificate certificate = TestCertificate.of(data, "dns:localhost,ip:127.0.0.1");
    try (Running rsyslog =
        new Running(
            " defaultNetstreamDriver=\"ossl\" defaultNetstreamDriverCAFile=\"%s\" defaultNetstreamDriverCertFile=\"%s\" defaultNetstreamDriverKeyFile=\"%s\""
                .formatted(certificate.certificate(), certificate.certificate(), certificate.key()),
            " streamDriver.name=\"ossl\" streamDriver.mode=\"1\" streamDriver.authMode=\"anon\"")) {
      eachEventArrives(
          rsyslog, "host: localhost, authorities: '%s'".formatted(certificate.certificate()));
    }
  }
}
