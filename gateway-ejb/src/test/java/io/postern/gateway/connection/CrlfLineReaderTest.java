package io.postern.gateway.connection;

import static io.postern.gateway.connection.Ends.hold;
import static io.postern.gateway.connection.Ends.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CrlfLineReaderTest {

  private final Ends ends = Ends.connected();
  private final CrlfLineReader lines = new CrlfLineReader(ends.ours);

  @AfterEach
  void close() {
    ends.close();
  }

  private void received(String text) throws IOException {
    int before = ends.ours.end() - ends.ours.start();
    send(ends.peer, text);
    hold(ends.ours, before + text.length());
  }

  private String line() {
    return new String(ends.ours.input(), lines.from(), lines.to() - lines.from(), ISO_8859_1);
  }

  @Test
  void lines_areFoundOneByOne() throws IOException {
    received("NOOP\r\n\r\nQUI");
    assertEquals(CrlfLineReader.Found.LINE, lines.next(100));
    assertEquals("NOOP", line());
    assertEquals(CrlfLineReader.Found.LINE, lines.next(100));
    assertEquals("", line());
    assertEquals(CrlfLineReader.Found.MORE, lines.next(100));
    received("T\r\n");
    assertEquals(CrlfLineReader.Found.LINE, lines.next(100));
    assertEquals("QUIT", line());
  }

  @ParameterizedTest
  @CsvSource({
    "'12345678\r\n', LINE",
    "'123456789\r\n', TOO_LONG",
    "'1234567890', MORE",
    "'12345678901', TOO_LONG",
    "'123\n', BARE_LF",
    "'123\r4\r\n', BARE_CR",
    "'123\r', MORE"
  })
  void theLimit_countsTheWholeLine(String text, CrlfLineReader.Found found) throws IOException {
    received(text);
    assertEquals(found, lines.next(10));
  }

  @Test
  void aLineThatIsTooLong_isSkippedToItsEnd_whereverItsEndIsCut() throws IOException {
    received("x".repeat(20));
    assertEquals(CrlfLineReader.Found.TOO_LONG, lines.next(10));
    assertEquals(CrlfLineReader.Found.MORE, lines.skip());
    received("y\r");
    assertEquals(CrlfLineReader.Found.MORE, lines.skip());
    received("\nNOOP\r\n");
    assertEquals(CrlfLineReader.Found.LINE, lines.skip());
    assertEquals(CrlfLineReader.Found.LINE, lines.next(10));
    assertEquals("NOOP", line());
  }

  @Test
  void aBareLf_endsTheSkipping() throws IOException {
    received("x".repeat(20) + "\nNOOP\r\n");
    assertEquals(CrlfLineReader.Found.BARE_LF, lines.next(10));
    assertEquals(CrlfLineReader.Found.BARE_LF, lines.skip());
  }

  @Test
  void aLineWithoutEnd_isGivenUp() throws IOException {
    received("x".repeat(200));
    assertEquals(CrlfLineReader.Found.TOO_LONG, lines.next(10));
    CrlfLineReader.Found found = lines.skip();
    for (int i = 0; i < 2_000 && found == CrlfLineReader.Found.MORE; i++) {
      received("x".repeat(200));
      found = lines.skip();
    }
    assertEquals(CrlfLineReader.Found.ENDLESS, found);
  }
}
