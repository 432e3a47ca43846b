package io.postern.gateway.access;

import io.postern.gateway.controldb.FsyncAfterCommit;
import io.postern.text.Shown;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The users of the administration, in the database; each call is a transaction of its own.
 * Passwords come in, hashes stay, nothing of either is logged.
 */
@Stateless
public class Users {

  /** The user of the first start. */
  public static final String FIRST = "admin";

  private static final int LONGEST_NAME = 60;

  @PersistenceContext(unitName = "postern")
  private EntityManager entities;

  @Inject private Pbkdf2PasswordHash pbkdf2;

  private Passwords passwords;

  /** For the container, which sets the entity manager. */
  public Users() {}

  @PostConstruct
  void begin() {
    passwords = new Passwords(pbkdf2);
  }

  Users(EntityManager entities, Passwords passwords) {
    this.entities = entities;
    this.passwords = passwords;
  }

  /** Whether there is nobody, as before the first start. */
  public boolean isEmpty() {
    return entities.createQuery("select count(u) from User u", Long.class).getSingleResult() == 0;
  }

  /**
   * Creates {@link #FIRST} when there is no user at all.
   *
   * @return the password, which is nowhere else and must be changed at the first login; empty when
   *     there are users
   */
  @Interceptors(FsyncAfterCommit.class)
  public Optional<String> createFirst() {
    return !isEmpty() ? Optional.empty() : Optional.of(create(FIRST, Role.ADMINISTRATOR));
  }

  /**
   * Creates a user.
   *
   * @return the password, which must be changed at the first login
   * @throws UserRefused when the name cannot be or is taken
   */
  @Interceptors(FsyncAfterCommit.class)
  public String create(String name, Role role) {
    requireName(name);
    if (entities.find(UserRow.class, name) != null) {
      throw new UserRefused("there is a user " + name + " already");
    }
    String password = passwords.random();
    entities.persist(new UserRow(name, role, passwords.hash(password), now()));
    return password;
  }

  /** Everybody, by name. */
  public List<User> all() {
    return entities
        .createQuery("select u from User u order by u.name", UserRow.class)
        .getResultStream()
        .map(UserRow::value)
        .toList();
  }

  /** One user. */
  public Optional<User> named(String name) {
    return Optional.ofNullable(entities.find(UserRow.class, name)).map(UserRow::value);
  }

  /**
   * The user whose name and password these are. Takes the same time for an unknown user as for a
   * wrong password, about a quarter of a second of CPU: the caller bounds how often.
   */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Optional<User> authenticate(String name, String password) {
    Optional<UserRow> row =
        name.length() > LONGEST_NAME
            ? Optional.empty()
            : Optional.ofNullable(entities.find(UserRow.class, name));
    String hash = row.map(UserRow::passwordHash).orElseGet(passwords::hashOfNobody);
    return passwords.matches(password, hash) ? row.map(UserRow::value) : Optional.empty();
  }

  /**
   * Sets the password a user chose; whether they knew the old one is checked by the caller.
   *
   * @param context what an attacker knows beside the user's name, such as the host's name
   * @throws UserRefused when there is no such user, or the password is too short, too long, easy to
   *     guess or the current one
   */
  @Interceptors(FsyncAfterCommit.class)
  public void choosePassword(String name, String password, List<String> context) {
    UserRow row = row(name);
    if (password.length() < Passwords.LEAST_LENGTH || password.length() > Passwords.MOST_LENGTH) {
      throw new UserRefused(
          "a password has "
              + Passwords.LEAST_LENGTH
              + " to "
              + Passwords.MOST_LENGTH
              + " characters");
    }
    if (passwords.matches(password, row.passwordHash())) {
      throw new UserRefused("this is the current password; choose another");
    }
    List<String> known = new ArrayList<>(context);
    known.add(name);
    PasswordStrength.weakness(password, known)
        .ifPresent(
            weakness -> {
              throw new UserRefused(weakness);
            });
    row.password(passwords.hash(password), now(), false);
  }

  /**
   * Gives a user a new password, which must be changed at the next login.
   *
   * @return the password
   * @throws UserRefused when there is no such user
   */
  @Interceptors(FsyncAfterCommit.class)
  public String resetPassword(String name) {
    UserRow row = row(name);
    String password = passwords.random();
    row.password(passwords.hash(password), now(), true);
    return password;
  }

  /**
   * Gives {@link #FIRST} a new password, which must be changed at the next login, and the
   * administrator's role; creates the user when it was removed.
   *
   * @return the password
   */
  @Interceptors(FsyncAfterCommit.class)
  public String resetFirst() {
    if (entities.find(UserRow.class, FIRST) == null) {
      return create(FIRST, Role.ADMINISTRATOR);
    }
    assign(FIRST, Role.ADMINISTRATOR);
    return resetPassword(FIRST);
  }

  /**
   * Gives a user another role.
   *
   * @throws UserRefused when there is no such user, or no administrator would be left
   */
  @Interceptors(FsyncAfterCommit.class)
  public void assign(String name, Role role) {
    UserRow row = row(name);
    if (role != Role.ADMINISTRATOR) {
      requireAnotherAdministrator(row);
    }
    row.role(role);
  }

  /**
   * Removes a user.
   *
   * @throws UserRefused when there is no such user, or no administrator would be left
   */
  @Interceptors(FsyncAfterCommit.class)
  public void remove(String name) {
    UserRow row = row(name);
    requireAnotherAdministrator(row);
    entities.remove(row);
  }

  private UserRow row(String name) {
    UserRow row = entities.find(UserRow.class, name);
    if (row == null) {
      throw new UserRefused("there is no user " + Shown.of(name));
    }
    return row;
  }

  private void requireAnotherAdministrator(UserRow row) {
    long administrators =
        entities
            .createQuery("select count(u) from User u where u.role = :role", Long.class)
            .setParameter("role", Role.ADMINISTRATOR)
            .getSingleResult();
    if (row.role() == Role.ADMINISTRATOR && administrators == 1) {
      throw new UserRefused("this is the only administrator");
    }
  }

  private static void requireName(String name) {
    boolean right =
        !name.isEmpty()
            && name.length() <= LONGEST_NAME
            && name.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ".-_@".indexOf(c) >= 0);
    if (!right) {
      throw new UserRefused(
          Shown.of(name)
              + " is not a user name (a to z, 0 to 9, dot, hyphen, underscore and @, at most "
              + LONGEST_NAME
              + ")");
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
