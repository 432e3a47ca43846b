package io.postern.gateway.export.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.export.ExportFixture;
import io.postern.gateway.export.ExportState;
import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.export.TestCertificate;
import io.postern.gateway.export.syslog.SyslogServer.Manner;
import io.postern.gateway.settings.ExportEntry;
import io.postern.gateway.settings.ExportEntry.Syslog;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on their way to servers of syslog on the loopback address. */
final class SyslogExportTest {

  private static final Pattern NUMBER = Pattern.compile("\\[postern@32473 seq=\"([0-9]+)\"\\]");

  @TempDir Path data;

  private static TargetOpener opener(ExportEntry entry) {
    return new SyslogTargets(() -> "mail.example.com").opener((Syslog) entry.kind());
  }

  private static String settings(String more) {
    return "exports: {log: {type: syslog, delay: 1s, events: [Damaged], %s}}".formatted(more);
  }

  private static ExportEntry entry(String more) {
    return ExportFixture.entry(settings(more));
  }

  private ExportFixture gateway(String more) {
    return new ExportFixture(data, SyslogExportTest::opener).with(settings(more));
  }

  private static List<Long> numbers(List<String> messages) {
    return messages.stream()
        .map(
            message -> {
              Matcher number = NUMBER.matcher(message);
              assertTrue(number.find(), message);
              return Long.parseLong(number.group(1));
            })
        .toList();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void overTcp_eachEventComesOnce_inOrder() throws Exception {
    try (SyslogServer server = new SyslogServer(0, Optional.empty(), Manner.READS);
        ExportFixture gateway =
            gateway("host: 127.0.0.1, transport: tcp, port: " + server.port())) {
      gateway.record("Damaged", 3_000);
      gateway.awaitWritten("log");
      ExportFixture.await().until(() -> server.messages().size() >= 3_000);
      assertEquals(range(2, 3_001), numbers(server.messages()));
    }
  }

  @Test
  void overTls_theCertificateIsChecked() throws Exception {
    TestCertificate right = TestCertificate.of(data, "dns:localhost,ip:127.0.0.1");
    TestCertificate otherName = TestCertificate.of(data, "dns:other.example");
    try (SyslogServer server = new SyslogServer(0, Optional.of(right.server()), Manner.READS);
        SyslogServer other = new SyslogServer(0, Optional.of(otherName.server()), Manner.READS)) {
      String trusting = "host: localhost, authorities: '%s', port: %d";
      assertTrue(
          opener(entry(trusting.formatted(right.certificate(), server.port())))
              .test(Map.of())
              .getFirst()
              .contains("by TLSv1.3"));
      for (String wrong :
          List.of(
              // Not signed by one that is known.
              "host: localhost, port: " + server.port(),
              trusting.formatted(otherName.certificate(), server.port()),
              // Of another name.
              trusting.formatted(otherName.certificate(), other.port()))) {
        String refused = ExportFixture.unavailable(() -> opener(entry(wrong)).test(Map.of()));
        assertTrue(refused.startsWith("cannot connect to"), refused);
      }
      assertTrue(
          ExportFixture.unavailable(
                  () ->
                      opener(entry(trusting.formatted(right.key(), server.port()))).test(Map.of()))
              .startsWith("cannot use the certificates of"));
      try (ExportFixture gateway =
          gateway(trusting.formatted(right.certificate(), server.port()))) {
        gateway.record("Damaged", 500);
        gateway.awaitWritten("log");
        ExportFixture.await().until(() -> server.messages().size() >= 500);
        assertEquals(range(2, 501), numbers(server.messages()));
      }
      assertEquals(List.of(), other.messages());
    }
  }

  @Test
  void overUdp_eachEventIsADatagram() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        ExportFixture gateway =
            gateway("host: 127.0.0.1, transport: udp, port: " + server.getLocalPort())) {
      server.setReceiveBufferSize(1 << 20);
      server.setSoTimeout(30_000);
      gateway.record("Damaged", 20, i -> Map.of("reason", "x".repeat(3_000)));
      List<String> messages = new ArrayList<>();
      while (messages.size() < 20) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        assertTrue(packet.getLength() <= 2_048);
        messages.add(new String(packet.getData(), 0, packet.getLength(), UTF_8));
      }
      assertEquals(range(2, 21), numbers(messages));
      assertTrue(messages.getFirst().endsWith("\"omitted\":\"reason\"}"), messages.getFirst());
    }
  }

  /** A server that resets connections, goes away, and comes back. */
  @Test
  void aServerThatComesBack_getsWhatItMissed() throws Exception {
    SyslogServer first = new SyslogServer(0, Optional.empty(), Manner.RESETS);
    int port = first.port();
    try (ExportFixture gateway =
        gateway("host: 127.0.0.1, batch: 20, transport: tcp, port: " + port)) {
      // As many as it takes: TCP does not say what of more was lost.
      for (int round = 1; round <= 2; round++) {
        int resets = round;
        gateway.record("Damaged", SyslogServer.BEFORE_RESET);
        ExportFixture.await()
            .until(
                () -> {
                  gateway.exports.resume("log");
                  return first.ended() == resets;
                });
      }
      first.close();
      gateway.record("Damaged", 20);
      ExportFixture.await()
          .until(
              () -> {
                gateway.exports.resume("log");
                return gateway.progress("log").live().state() == ExportState.WAITING
                    && gateway.progress("log").live().error().orElse("").contains("cannot connect");
              });
      long kept = gateway.progress("log").live().position();
      try (SyslogServer second = new SyslogServer(port, Optional.empty(), Manner.READS)) {
        gateway.exports.resume("log");
        gateway.awaitWritten("log");
        ExportFixture.await().until(() -> new TreeSet<>(numbers(second.messages())).contains(121L));
        assertEquals(range(kept + 1, 121), numbers(second.messages()));
        // What was taken before came in order.
        List<Long> before = numbers(first.messages());
        assertEquals(range(2, 101), before);
      }
    }
  }

  @Test
  void aServerThatHangs_isLeft() throws Exception {
    try (SyslogServer server = new SyslogServer(0, Optional.empty(), Manner.HANGS)) {
      Syslog tcp = (Syslog) entry("host: 127.0.0.1, transport: tcp, port: " + server.port()).kind();
      Syslog tls = (Syslog) entry("host: 127.0.0.1, transport: tls, port: " + server.port()).kind();
      Duration second = Duration.ofSeconds(1);
      List<byte[]> many = Collections.nCopies(4_000, new byte[8_192]);
      try (StreamSyslog connection = StreamSyslog.connect(tcp, second, second)) {
        assertEquals(
            "127.0.0.1:%d took no messages within 1 s".formatted(server.port()),
            assertThrows(TargetUnavailable.class, () -> connection.send(many)).getMessage());
      }
      assertEquals(
          "cannot connect to 127.0.0.1:%d (no handshake of TLS within 1 s)"
              .formatted(server.port()),
          assertThrows(TargetUnavailable.class, () -> StreamSyslog.connect(tls, second, second))
              .getMessage());
    }
  }

  @Test
  void aServerThatEndsTheConnection_isNoticedBeforeTheNextBatch() throws Exception {
    SyslogServer server = new SyslogServer(0, Optional.empty(), Manner.READS);
    Syslog tcp = (Syslog) entry("host: 127.0.0.1, transport: tcp, port: " + server.port()).kind();
    try (StreamSyslog connection =
        StreamSyslog.connect(tcp, Duration.ofSeconds(10), Duration.ofSeconds(10))) {
      connection.send(List.of("<22>1 - - - - - -".getBytes(UTF_8)));
      ExportFixture.await().until(() -> server.messages().size() == 1);
      server.close();
      ExportFixture.await()
          .until(
              () -> {
                try {
                  connection.send(List.of());
                  return false;
                } catch (TargetUnavailable e) {
                  return String.valueOf(e.getMessage()).contains("ended by the server");
                }
              });
    }
  }
}
