package io.postern.extensions.disclaimer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DisclaimerTest {

  private static final String PLAIN = "--\r\nFor the addressee only.\r\n";
  private static final String HTML = "<div class=\"d\">For the <b>addressee</b> only.</div>";
  private final Disclaimer disclaimer = new Disclaimer(PLAIN, HTML);

  private String plain(String text) throws IOException {
    Part part = Part.leaf("text/plain", text);
    assertTrue(disclaimer.appendTo(part));
    return part.text();
  }

  private int addedToHtml(String html) throws IOException {
    Part part = Part.leaf("text/html", html);
    assertTrue(disclaimer.appendTo(part));
    return part.added();
  }

  @Test
  void plainText_getsTheDisclaimerAfterAnEmptyLine() throws IOException {
    assertEquals("Hello\r\n\r\n" + PLAIN, plain("Hello\r\n"));
  }

  @Test
  void plainText_withoutFinalLineEnd_getsOne() throws IOException {
    assertEquals("Hello\r\n\r\n" + PLAIN, plain("Hello"));
  }

  @Test
  void plainText_thatIsEmpty_becomesTheDisclaimer() throws IOException {
    assertEquals(PLAIN, plain(""));
  }

  @Test
  void plainText_thatHoldsIt_isLeftAlone() throws IOException {
    String once = plain("Hello\r\n");
    assertEquals(once, plain(once));
  }

  @Test
  void reply_thatQuotesIt_isLeftAlone() throws IOException {
    String reply = "Yes.\r\n> Hello\r\n>\r\n> > --\r\n> > For the\r\n> > addressee only.\r\n";
    assertEquals(reply, plain(reply));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>Yes</p><blockquote><p>For the <i>addressee</i>\n only.</p></blockquote>",
        "For&nbsp;the &#97;ddressee &#x6f;nly.",
        "<!-- c --><script>x</script>For the addressee only.<b"
      })
  void html_thatShowsIt_isLeftAlone(String html) throws IOException {
    assertEquals(0, addedToHtml(html));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>Hi</p>",
        "<!-- For the addressee only. --><p>Hi</p>",
        "<script>'For the addressee only.'</script><p>Hi</p>",
        "<title>For the addressee only.</title><p>Hi</p>",
        "<p>Hi</p><!-- For the addressee only.",
        "<p>Hi</p><style>For the addressee only."
      })
  void html_thatDoesNotShowIt_getsIt(String html) throws IOException {
    assertEquals(1, addedToHtml(html));
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
    assertEquals(0, second.added());
  }

  @Test
  void attachment_isLeftAlone() throws IOException {
    Part attachment = Part.attached("text/plain", "a list");
    Part body = Part.leaf("text/plain", "Hi");
    disclaimer.appendTo(Part.multipart("mixed", attachment, body));
    assertEquals(0, attachment.added());
    assertEquals(1, body.added());
  }

  @Test
  void signedAndEncryptedParts_areLeftAlone() throws IOException {
    for (String sealed : new String[] {"signed", "encrypted"}) {
      Part body = Part.leaf("text/plain", "Hi");
      disclaimer.appendTo(Part.multipart("mixed", Part.multipart(sealed, body)));
      assertEquals(0, body.added(), sealed);
    }
  }

  @Test
  void textThatHoldsIt_isNotWrittenAgain() throws IOException {
    Part body = Part.leaf("text/plain", "Hi\r\n\r\n" + PLAIN);
    disclaimer.appendTo(body);
    assertEquals(0, body.added());
  }
}
