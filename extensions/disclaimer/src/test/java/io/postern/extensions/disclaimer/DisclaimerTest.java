package io.postern.extensions.disclaimer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DisclaimerTest {

  private static final String PLAIN = "--\r\nFor the addressee only.\r\n";
  private static final String HTML = "<div class=\"d\">For the <b>addressee</b> only.</div>";
  private final Disclaimer disclaimer = new Disclaimer(PLAIN, HTML);

  @Test
  void plainText_getsTheDisclaimerAfterAnEmptyLine() {
    assertEquals("Hello\r\n\r\n" + PLAIN, disclaimer.appendedToPlain("Hello\r\n"));
  }

  @Test
  void plainText_withoutFinalLineEnd_getsOne() {
    assertEquals("Hello\r\n\r\n" + PLAIN, disclaimer.appendedToPlain("Hello"));
  }

  @Test
  void plainText_thatIsEmpty_becomesTheDisclaimer() {
    assertEquals(PLAIN, disclaimer.appendedToPlain(""));
  }

  @Test
  void plainText_thatHoldsIt_isLeftAlone() {
    String once = disclaimer.appendedToPlain("Hello\r\n");
    assertEquals(once, disclaimer.appendedToPlain(once));
  }

  @Test
  void reply_thatQuotesIt_isLeftAlone() {
    String reply = "Yes.\r\n> Hello\r\n>\r\n> > --\r\n> > For the\r\n> > addressee only.\r\n";
    assertEquals(reply, disclaimer.appendedToPlain(reply));
  }

  @Test
  void html_getsItBeforeTheEndOfTheBody_whateverTheCase() {
    assertEquals(
        "<HTML><BODY>Hi" + HTML + "</BODY\n></HTML>",
        disclaimer.appendedToHtml("<HTML><BODY>Hi</BODY\n></HTML>"));
  }

  @Test
  void html_withoutBody_getsItBeforeTheEndOfTheDocument() {
    assertEquals("<html>Hi" + HTML + "</html>", disclaimer.appendedToHtml("<html>Hi</html>"));
  }

  @Test
  void html_fragment_getsItAtItsEnd() {
    assertEquals("<p>Hi</p>" + HTML, disclaimer.appendedToHtml("<p>Hi</p>"));
  }

  @Test
  void html_reply_thatQuotesItWithItsMarkupChanged_isLeftAlone() {
    String reply = "<p>Yes</p><blockquote><p>For the <i>addressee</i>\n only.</p></blockquote>";
    assertEquals(reply, disclaimer.appendedToHtml(reply));
  }

  @Test
  void html_withAnUnclosedTag_getsItAtItsEnd() {
    assertEquals("<p>Hi <b" + HTML, disclaimer.appendedToHtml("<p>Hi <b"));
  }

  @Test
  void alternative_getsItInEachForm() throws IOException {
    Part plain = Part.leaf("text/plain", "Hi");
    Part html = Part.leaf("text/html", "<p>Hi</p>");
    disclaimer.appendTo(Part.multipart("alternative", plain, Part.multipart("related", html)));
    assertTrue(plain.text().endsWith(PLAIN));
    assertTrue(html.text().endsWith(HTML));
  }

  @Test
  void mixed_getsItInItsFirstTextOnly() throws IOException {
    Part first = Part.leaf("text/plain", "Hi");
    Part second = Part.leaf("text/plain", "more");
    disclaimer.appendTo(Part.multipart("mixed", first, Part.leaf("image/png", "picture"), second));
    assertTrue(first.text().endsWith(PLAIN));
    assertEquals(0, second.replaced());
  }

  @Test
  void attachment_isLeftAlone() throws IOException {
    Part attachment = Part.attached("text/plain", "a list");
    Part body = Part.leaf("text/plain", "Hi");
    disclaimer.appendTo(Part.multipart("mixed", attachment, body));
    assertEquals(0, attachment.replaced());
    assertEquals(1, body.replaced());
  }

  @Test
  void signedAndEncryptedParts_areLeftAlone() throws IOException {
    for (String sealed : new String[] {"signed", "encrypted"}) {
      Part body = Part.leaf("text/plain", "Hi");
      disclaimer.appendTo(Part.multipart("mixed", Part.multipart(sealed, body)));
      assertEquals(0, body.replaced(), sealed);
    }
  }

  @Test
  void textThatHoldsIt_isNotWrittenAgain() throws IOException {
    Part body = Part.leaf("text/plain", "Hi\r\n\r\n" + PLAIN);
    disclaimer.appendTo(body);
    assertEquals(0, body.replaced());
  }
}
