package io.postern.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.controldb.TemporaryDatabase;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;
import org.junit.jupiter.api.Test;

/** What the users of the administration do, on each database. */
public interface UsersContract {

  TemporaryDatabase database();

  @Test
  default void theFirstUserIsCreatedOnceWithAPasswordToBeChanged() {
    String password = users(Users::createFirst).orElseThrow();

    assertTrue(password.matches("[2-9a-km-z]{5}(-[2-9a-km-z]{5}){3}"), "its form");
    User admin = users(u -> u.authenticate("admin", password)).orElseThrow();
    assertEquals(Role.ADMINISTRATOR, admin.role());
    assertTrue(admin.mustChange());
    assertEquals(Optional.empty(), users(Users::createFirst));
  }

  @Test
  default void aChosenPasswordReplacesTheGivenOne() {
    String given = users(Users::createFirst).orElseThrow();
    User before = users(u -> u.named("admin")).orElseThrow();

    change(u -> u.choosePassword("admin", "correct horse battery", List.of("mail.corp.example")));

    assertEquals(Optional.empty(), users(u -> u.authenticate("admin", given)));
    User after = users(u -> u.authenticate("admin", "correct horse battery")).orElseThrow();
    assertFalse(after.mustChange());
    assertTrue(
        after.passwordSince().isAfter(before.passwordSince()), "sessions of before are over");
  }

  @Test
  default void wrongNamesAndPasswordsAuthenticateNobody() {
    users(Users::createFirst);

    for (String password : List.of("", "x", "x".repeat(100_000), "\0", "\ud800")) {
      assertEquals(Optional.empty(), users(u -> u.authenticate("admin", password)));
      assertEquals(Optional.empty(), users(u -> u.authenticate("nobody", password)));
      assertEquals(Optional.empty(), users(u -> u.authenticate("x".repeat(100_000), password)));
    }
  }

  @Test
  default void passwordsTooShortTooLongOrUnchangedAreRefused() {
    String given = users(Users::createFirst).orElseThrow();

    assertRefused(
        "a password has 12 to 200 characters",
        u -> u.choosePassword("admin", "short", List.of("mail.corp.example")));
    assertRefused(
        "a password has 12 to 200 characters",
        u -> u.choosePassword("admin", "x".repeat(201), List.of("mail.corp.example")));
    assertRefused(
        "this is the current password; choose another",
        u -> u.choosePassword("admin", given, List.of("mail.corp.example")));
    assertRefused(
        "there is no user eve",
        u -> u.choosePassword("eve", "correct horse battery", List.of("mail.corp.example")));
  }

  @Test
  default void passwordsThatAreEasyToGuessAreRefused() {
    users(Users::createFirst);

    for (String password :
        List.of(
            "adminadminadmin",
            "admin-admin-admin",
            "Adm1nAdm1nAdm1n",
            "postern12345",
            "PosternPostern1",
            "mail.corp.example",
            "corp-mail-2026",
            "C0rp.M41l.2026!",
            "password1234",
            "P@ssw0rd2026!",
            "qwertyuiop123",
            "aaaaaaaaaaaaaaaa",
            "abcdefghijklmnop",
            "123456789012345",
            "letmeinletmein")) {
      UserRefused refused =
          assertThrows(
              UserRefused.class,
              () -> change(u -> u.choosePassword("admin", password, List.of("mail.corp.example"))),
              password);
      assertTrue(String.valueOf(refused.getMessage()).contains("use a passphrase"), password);
    }
    change(u -> u.choosePassword("admin", "tulip ferry 88 cobalt", List.of("mail.corp.example")));
  }

  @Test
  default void aResetPasswordMustBeChangedAgain() {
    users(Users::createFirst);
    change(u -> u.choosePassword("admin", "correct horse battery", List.of("mail.corp.example")));

    String given = users(u -> u.resetPassword("admin"));

    assertTrue(users(u -> u.authenticate("admin", given)).orElseThrow().mustChange());
  }

  @Test
  default void theFirstUserIsResetToAnAdministratorAndComesBackWhenRemoved() {
    users(Users::createFirst);
    users(u -> u.create("bob", Role.ADMINISTRATOR));
    change(u -> u.assign("admin", Role.AUDITOR));

    String given = users(Users::resetFirst);

    User admin = users(u -> u.authenticate("admin", given)).orElseThrow();
    assertEquals(Role.ADMINISTRATOR, admin.role());
    assertTrue(admin.mustChange());

    change(u -> u.remove("admin"));
    String again = users(Users::resetFirst);

    assertTrue(users(u -> u.authenticate("admin", again)).isPresent());
  }

  @Test
  default void usersAreListedByName() {
    users(Users::createFirst);
    users(u -> u.create("zoe@example.com", Role.AUDITOR));
    users(u -> u.create("bob", Role.HELPDESK));

    assertEquals(
        List.of("admin ADMINISTRATOR", "bob HELPDESK", "zoe@example.com AUDITOR"),
        users(u -> u.all().stream().map(user -> user.name() + " " + user.role()).toList()));
  }

  @Test
  default void namesThatCannotBeOrAreTakenAreRefused() {
    users(Users::createFirst);

    assertRefused("there is a user admin already", u -> u.create("admin", Role.AUDITOR));
    for (String name : List.of("", "Admin", "a b", "a\nb", "<b>", "\u0430dmin", "x".repeat(61))) {
      assertThrows(UserRefused.class, () -> users(u -> u.create(name, Role.AUDITOR)), name);
    }
    assertEquals(1, users(Users::all).size());
  }

  @Test
  default void theLastAdministratorStaysOne() {
    users(Users::createFirst);
    users(u -> u.create("bob", Role.OPERATOR));

    assertRefused("this is the only administrator", u -> u.remove("admin"));
    assertRefused("this is the only administrator", u -> u.assign("admin", Role.AUDITOR));

    change(u -> u.assign("bob", Role.ADMINISTRATOR));
    change(u -> u.remove("admin"));

    assertEquals(List.of("bob"), users(u -> u.all().stream().map(User::name).toList()));
  }

  private void assertRefused(String why, Consumer<Users> work) {
    assertEquals(why, assertThrows(UserRefused.class, () -> change(work)).getMessage());
  }

  private void change(Consumer<Users> work) {
    users(
        u -> {
          work.accept(u);
          return true;
        });
  }

  private <T> T users(Function<Users, T> work) {
    return database()
        .transaction(
            entities ->
                work.apply(
                    new Users(entities, new Passwords(new Pbkdf2PasswordHashImpl(), 1_024))));
  }
}
