package io.postern.gateway.report;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import io.postern.text.MailDate;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Entry point: writes reports of failure. Thread-safe. */
public final class ReportComposer {

  /** RFC 5322 section 3.3. */
  /** Beyond, recipients are only counted in the text for people. */
  private static final int MOST_LISTED = 100;

  private final Supplier<String> ownName;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param ownName the gateway's name, as in its greetings
   */
  public ReportComposer(Supplier<String> ownName) {
    this.ownName = ownName;
  }

  /** The address reports come from, for people; their reverse-path is null. */
  public static String author(String ownName) {
    return "MAILER-DAEMON@" + ownName;
  }

  /** What reports say in their Subject. */
  public static String subject() {
    return "Undelivered mail returned to sender";
  }

  /**
   * The report as content: head, empty line and body, lines ending in CRLF.
   *
   * @param id the report's own name in this gateway
   */
  public byte[] compose(SpoolId id, Undelivered what, Instant now) {
    String host = ownName.get();
    String boundary = "=_postern_" + nonce();
    QuotedHead head = new QuotedHead(what.head());
    ByteArrayOutputStream out = new ByteArrayOutputStream(2_048 + what.head().length());
    write(out, head(id, what.reversePath(), host, boundary, now));
    write(out, "This is a report in MIME format (RFC 3464).\r\n");
    open(out, boundary);
    write(
        out, "Content-Type: text/plain; charset=us-ascii\r\nContent-Description: Notification\r\n");
    write(out, "\r\n" + text(host, what, head.isCut()));
    open(out, boundary);
    write(out, "Content-Type: message/delivery-status\r\nContent-Description: Delivery report\r\n");
    write(out, "\r\n" + statusOfMessage(host, what));
    for (Undelivered.Loss loss : what.losses()) {
      write(out, "\r\n" + statusOf(loss));
    }
    open(out, boundary);
    write(out, "Content-Description: Header section of the message\r\n");
    head.writeTo(out);
    write(out, "\r\n--" + boundary + "--\r\n");
    return out.toByteArray();
  }

  private static String head(SpoolId id, Mailbox to, String host, String boundary, Instant now) {
    String addressee = to.toString();
    boolean ascii = addressee.chars().allMatch(c -> c >= ' ' && c <= '~');
    return AsciiText.folded("From: Mail Delivery System <" + author(host) + ">")
        + "\r\n"
        // A field cannot hold other than US-ASCII here; the envelope says to whom it goes anyway.
        + (ascii ? "To: <" + addressee + ">" : "To: undisclosed-recipients:;")
        + "\r\nSubject: "
        + subject()
        + "\r\nDate: "
        + MailDate.text(now)
        + "\r\nMessage-ID: <"
        + id
        + "@"
        + host
        + ">\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\""
        + boundary
        + "\"\r\nContent-Transfer-Encoding: 7bit\r\n\r\n";
  }

  private static String text(String host, Undelivered what, boolean cut) {
    StringBuilder text = new StringBuilder(1_024);
    text.append("This is the mail gateway ").append(AsciiText.of(host)).append(".\r\n\r\n");
    text.append(
        "Your message could not be delivered to the recipients named below. It will not\r\n");
    text.append("be tried again. The header section of your message is attached.\r\n");
    for (Undelivered.Loss loss : what.losses().subList(0, listed(what))) {
      String diagnosis = AsciiText.of(loss.diagnosis());
      text.append("\r\n<")
          .append(AsciiText.of(loss.recipient().mailbox().toString()))
          .append(">\r\n");
      if (loss.expired()) {
        text.append("    was tried for as long as this gateway tries. The last attempt:\r\n");
      }
      loss.remoteHost()
          .ifPresent(
              remote ->
                  text.append("    ")
                      .append(AsciiText.of(remote))
                      .append(loss.replied() ? " said:" : " was to take it:")
                      .append("\r\n"));
      text.append("    ").append(AsciiText.folded(diagnosis).replace("\r\n", "\r\n   "));
      text.append("\r\n");
    }
    if (listed(what) < what.losses().size()) {
      text.append("\r\n... and ").append(what.losses().size() - listed(what)).append(" more.\r\n");
    }
    if (cut) {
      text.append("\r\nThe header section is long; only its beginning is attached.\r\n");
    }
    return text.append("\r\nThe gateway's name for your message is ")
        .append(what.id())
        .append(".\r\n")
        .toString();
  }

  private static int listed(Undelivered what) {
    return Math.min(MOST_LISTED, what.losses().size());
  }

  /** RFC 3464 section 2.2. */
  private static String statusOfMessage(String host, Undelivered what) {
    return "Reporting-MTA: dns; "
        + AsciiText.of(host)
        + "\r\nX-Postern-Spool-Id: "
        + what.id()
        + "\r\nArrival-Date: "
        + MailDate.text(what.receivedAt())
        + "\r\n";
  }

  /** RFC 3464 section 2.3. */
  private static String statusOf(Undelivered.Loss loss) {
    StringBuilder fields = new StringBuilder(256);
    fields
        .append(AsciiText.addressField("Final-Recipient", loss.recipient().mailbox()))
        .append("\r\n");
    field(fields, "Action: failed");
    field(fields, "Status: " + loss.status());
    loss.remoteHost().ifPresent(host -> field(fields, "Remote-MTA: dns; " + AsciiText.host(host)));
    String type = loss.replied() ? "smtp; " : "x-postern; ";
    field(fields, "Diagnostic-Code: " + type + AsciiText.of(loss.diagnosis()));
    field(fields, "Last-Attempt-Date: " + MailDate.text(loss.lastAttemptAt()));
    return fields.toString();
  }

  private static void field(StringBuilder fields, String field) {
    fields.append(AsciiText.folded(field)).append("\r\n");
  }

  private static void open(ByteArrayOutputStream out, String boundary) {
    write(out, "\r\n--" + boundary + "\r\n");
  }

  private static void write(ByteArrayOutputStream out, String ascii) {
    out.writeBytes(AsciiText.octets(ascii));
  }

  /** Cannot be foreseen by the message's author, who else could write the report's parts. */
  private String nonce() {
    byte[] octets = new byte[12];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }
}
