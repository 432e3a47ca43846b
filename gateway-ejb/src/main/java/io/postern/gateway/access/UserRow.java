package io.postern.gateway.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** {@link User} in the database, with the hash of the password. */
@Entity(name = "User")
@Table(name = "postern_user")
class UserRow {

  @Id
  @Column(name = "name")
  private String name;

  @Column(name = "password_hash")
  private String passwordHash;

  @Enumerated(EnumType.STRING)
  @Column(name = "role")
  private Role role;

  @Column(name = "created_at")
  private Instant created;

  @Column(name = "password_since")
  private Instant passwordSince;

  @Column(name = "must_change")
  private boolean mustChange;

  /** For the persistence provider. */
  protected UserRow() {}

  UserRow(String name, Role role, String passwordHash, Instant created) {
    this.name = name;
    this.role = role;
    this.passwordHash = passwordHash;
    this.created = created;
    this.passwordSince = created;
    this.mustChange = true;
  }

  User value() {
    return new User(name, role, created, passwordSince, mustChange);
  }

  String passwordHash() {
    return passwordHash;
  }

  Role role() {
    return role;
  }

  void role(Role next) {
    role = next;
  }

  void password(String hash, Instant since, boolean change) {
    passwordHash = hash;
    passwordSince = since;
    mustChange = change;
  }
}
