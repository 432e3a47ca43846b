package io.postern.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CliTokenTest {

  @TempDir private Path data;

  @Test
  void whatStandsInTheFile_isTheToken() throws IOException {
    CliToken token = CliToken.write(data);
    assertTrue(token.is(Files.readString(file())));
    assertFalse(token.is(Files.readString(file()) + "x"));
    assertFalse(token.is(""));
  }

  @Test
  void onlyTheOwner_canReadTheFile() throws IOException {
    CliToken.write(data);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
  }

  @Test
  void eachStart_makesAnotherToken() throws IOException {
    CliToken.write(data);
    String first = Files.readString(file());
    CliToken.write(data);
    assertNotEquals(first, Files.readString(file()));
  }

  @Test
  void theFile_isGoneAfterTheEnd() throws IOException {
    CliToken.write(data).delete();
    assertFalse(Files.exists(file()));
  }

  @Test
  void theFileOfALaterStart_stays() throws IOException {
    CliToken first = CliToken.write(data);
    CliToken second = CliToken.write(data);
    first.delete();
    assertTrue(second.is(Files.readString(file())));
  }

  @Test
  void withoutADataFolder_noTokenIsRight() {
    assertFalse(CliToken.none().is(""));
  }

  private Path file() {
    return data.resolve(CliToken.FILE);
  }
}
