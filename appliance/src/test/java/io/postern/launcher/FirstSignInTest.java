package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstSignInTest {

  @TempDir Path data;

  @Test
  void thePasswordIsKeptForTheOwnerAlone() throws IOException {
    new FirstSignIn(new DataFolder(data)).keep("correct horse");

    Path file = data.resolve("first-sign-in");
    assertEquals("user=admin\npassword=correct horse\n", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aWishIsForgottenWhenItIsFulfilled() throws IOException {
    Files.createFile(data.resolve("reset-first-user"));
    FirstSignIn firstSignIn = new FirstSignIn(new DataFolder(data));
    assertTrue(firstSignIn.resetWanted());

    firstSignIn.keep("another");

    assertFalse(firstSignIn.resetWanted());
  }

  @Test
  void aSecondPasswordTakesThePlaceOfTheFirst() throws IOException {
    FirstSignIn firstSignIn = new FirstSignIn(new DataFolder(data));
    firstSignIn.keep("one");

    firstSignIn.keep("two");

    assertEquals("user=admin\npassword=two\n", Files.readString(data.resolve("first-sign-in")));
  }
}
