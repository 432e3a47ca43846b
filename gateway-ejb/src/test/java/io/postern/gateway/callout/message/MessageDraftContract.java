package io.postern.gateway.callout.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.MimePart;
import io.postern.mail.MutableMessage;
import io.postern.mail.NewPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every implementation of {@link MutableMessage} does with a callout's changes. Messages are
 * ISO 8859-1 text, a char for each octet.
 */
interface MessageDraftContract {

  String FIELDS =
      "Received: from a\r\n\tby b\r\nSUBJECT:odd  \r\nX-A: 1\r\nx-a:2\r\nTo: \u00fc@example.com\r\n";
  String FIRST = "Content-Type: text/plain\r\n\r\nfirst \u00e4\r\n";
  String SECOND = "X-Odd:  \t1\r\n\r\nsecond\r\n\r\n";
  String MIXED =
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n"
          + FIRST
          + "--b\r\n"
          + SECOND
          + "--b--\r\nepilogue\r\n";

  /** The message after the changes, each made by a callout of its own. */
  String after(String mail, Editing.Change... changes) throws IOException;

  /** The message as a callout sees it. */
  MutableMessage seen(String mail);

  /** The message in the hands of a callout whose time is over. */
  MutableMessage ended(String mail);

  private static String text(InputStream octets) throws IOException {
    try (octets) {
      return new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static NewPart added() {
    return NewPart.text("new\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "\r\nbody",
        "no field\r\nA: b\r\n\r\nbody\r\n",
        "A: b\r\n",
        FIELDS + "\r\nbody \u00ff without an end",
        MIXED
      })
  default void messageThatIsOnlyRead_staysTheSameOctets(String mail) throws IOException {
    assertEquals(
        mail,
        after(
            mail,
            message -> {
              message.header().fields();
              message.root().parts();
              assertEquals(mail, text(message.open()));
              assertEquals(mail.length(), message.size());
            }));
  }

  @Test
  default void changeOfAField_leavesAllOthersByteForByte() throws IOException {
    String body = "\r\nbody\r\n";
    assertEquals(
        FIELDS + "X-New: 1\r\n" + body,
        after(FIELDS + body, message -> message.header().add("X-New", "1")));
    assertEquals(
        "X-New: 1\r\n" + FIELDS + body,
        after(FIELDS + body, message -> message.header().addFirst("X-New", "1")));
    assertEquals(
        FIELDS.replace("X-A: 1\r\nx-a:2\r\n", "") + body,
        after(FIELDS + body, message -> assertEquals(2, message.header().remove("X-A"))));
    String replaced = after(FIELDS + body, message -> message.header().replace("X-A", "3"));
    assertEquals(
        FIELDS.replace("X-A: 1\r\nx-a:2\r\n", "X-A: 3\r\n") + body,
        replaced.replace("x-a: 3", "X-A: 3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\0b"})
  default void valueThatWouldBeAnotherField_isRefusedAndChangesNothing(String value)
      throws IOException {
    assertEquals(
        FIELDS + "\r\n",
        after(
            FIELDS + "\r\n",
            message ->
                assertThrows(
                    IllegalArgumentException.class, () -> message.header().add("X", value))));
  }

  @Test
  default void removedPart_leavesTheOthersByteForByte() throws IOException {
    assertEquals(
        MIXED.replace("--b\r\n" + FIRST, ""),
        after(MIXED, message -> message.root().parts().get(0).remove()));
  }

  @Test
  default void attachedPart_isTheLastOfAMixedMessage_whoseOctetsStay() throws IOException {
    String after = after(MIXED, message -> message.attach(added()));
    int end = MIXED.indexOf("--b--");
    assertEquals(MIXED.substring(0, end), after.substring(0, end));
    assertTrue(after.endsWith(MIXED.substring(end)), after);
    List<? extends MimePart> parts = seen(after).root().parts();
    assertEquals(3, parts.size());
    assertEquals("new\r\n", text(parts.get(2).open()).strip() + "\r\n");
  }

  @Test
  default void partAttachedToAnyOtherMessage_leavesItsBodyAsTheFirstPart() throws IOException {
    String body = "one\r\n\u00e4\r\n";
    String after = after(FIELDS + "\r\n" + body, message -> message.attach(added()));
    List<? extends MimePart> parts = seen(after).root().parts();
    assertEquals(2, parts.size());
    assertEquals(body.strip(), text(parts.get(0).open()).strip());
    assertTrue(after.startsWith(FIELDS), after);
  }

  @Test
  default void bodyIsReplacedBelowTheSameHeaderSection() throws IOException {
    assertEquals(
        FIELDS + "\r\nnew\r\n",
        after(
            FIELDS + "\r\nold\r\n",
            message -> message.replaceBody("new\r\n".getBytes(StandardCharsets.US_ASCII))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no end", "a\nb\r\n", "a\rb\r\n", "a\0b\r\n"})
  default void bodyThatIsNotOfWholeLines_isRefusedAndChangesNothing(String body)
      throws IOException {
    assertEquals(
        FIELDS + "\r\nold\r\n",
        after(
            FIELDS + "\r\nold\r\n",
            message ->
                assertThrows(
                    IllegalArgumentException.class,
                    () -> message.replaceBody(body.getBytes(StandardCharsets.US_ASCII)))));
  }

  @Test
  default void sizeAndOctets_areThoseOfTheMessageAsItIsNow() throws IOException {
    List<String> now = new ArrayList<>();
    Editing.Change look =
        message -> {
          now.add(text(message.open()));
          assertEquals(now.getLast().length(), message.size());
        };
    String after =
        after(
            MIXED,
            look,
            message -> {
              message.header().add("X-New", "1");
              look.apply(message);
              message.attach(added());
              look.apply(message);
            },
            look);
    assertEquals(MIXED, now.get(0));
    assertEquals(3, now.stream().distinct().count());
    assertEquals(after, now.get(2));
    assertEquals(after, now.get(3));
  }

  @Test
  default void calloutWhoseTimeIsOver_canNeitherReadNorChange() {
    MutableMessage ended = ended(MIXED);
    assertThrows(IllegalStateException.class, ended::size);
    assertThrows(IllegalStateException.class, ended::open);
    assertThrows(IllegalStateException.class, ended::root);
    assertThrows(IllegalStateException.class, () -> ended.replaceBody(new byte[0]));
  }
}
