package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

final class UploadTest {

  private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

  @Test
  void anArchive_isKeptWholeUntilItIsClosed() throws IOException {
    Upload upload = Upload.receive(new ByteArrayInputStream(ARCHIVE), 4);
    try (InputStream in = upload.open()) {
      assertArrayEquals(ARCHIVE, in.readAllBytes());
    }
    upload.close();
    assertThrows(IOException.class, upload::open);
  }

  @Test
  void anArchiveBeyondTheLimit_isRefused() {
    assertEquals(413, refused(new ByteArrayInputStream(ARCHIVE), 3));
  }

  @Test
  void anEmptyBody_isRefused() {
    assertEquals(400, refused(InputStream.nullInputStream(), 3));
  }

  private static int refused(InputStream body, long limit) {
    return assertThrows(Problems.Refused.class, () -> Upload.receive(body, limit))
        .problem()
        .status();
  }
}
