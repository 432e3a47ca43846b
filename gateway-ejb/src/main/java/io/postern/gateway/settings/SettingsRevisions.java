package io.postern.gateway.settings;

import io.postern.gateway.controldb.FsyncAfterCommit;
import io.postern.text.Shown;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The history of the configuration in the database; each call is a transaction of its own. */
@Stateless
public class SettingsRevisions {

  @PersistenceContext(unitName = "postern")
  private EntityManager entities;

  /** For the container, which sets the entity manager. */
  public SettingsRevisions() {}

  /** With this entity manager; the caller begins and ends the transactions. */
  public SettingsRevisions(EntityManager entities) {
    this.entities = entities;
  }

  /** The state that was stored last. */
  public Optional<SettingsRevision> newest() {
    return entities
        .createQuery(
            "select r from SettingsRevision r order by r.number desc", SettingsRevisionRow.class)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(SettingsRevisionRow::value);
  }

  /** The last state that this author stored with this note. */
  public Optional<SettingsRevision> newestOf(String author, String note) {
    return entities
        .createQuery(
            "select r from SettingsRevision r where r.author = :author and r.note = :note"
                + " order by r.number desc",
            SettingsRevisionRow.class)
        .setParameter("author", shownAuthor(author))
        .setParameter("note", shownNote(note))
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(SettingsRevisionRow::value);
  }

  /** One state. */
  public Optional<SettingsRevision> numbered(long number) {
    return Optional.ofNullable(entities.find(SettingsRevisionRow.class, number))
        .map(SettingsRevisionRow::value);
  }

  /**
   * The latest states, newest first.
   *
   * @param most at most so many
   */
  public List<SettingsRevision> latest(int most) {
    return entities
        .createQuery(
            "select r from SettingsRevision r order by r.number desc", SettingsRevisionRow.class)
        .setMaxResults(most)
        .getResultStream()
        .map(SettingsRevisionRow::value)
        .toList();
  }

  /** Adds a state to the history; its source was checked before. */
  @Interceptors(FsyncAfterCommit.class)
  public SettingsRevision add(String source, Path folder, String author, String note, Instant at) {
    long number = newest().map(SettingsRevision::number).orElse(0L) + 1;
    SettingsRevision revision =
        new SettingsRevision(
            number,
            shownAuthor(author),
            at.truncatedTo(ChronoUnit.MICROS),
            shownNote(note),
            folder,
            source);
    entities.persist(new SettingsRevisionRow(revision));
    return revision;
  }

  private static String shownAuthor(String author) {
    return Shown.of(author, 90);
  }

  private static String shownNote(String note) {
    return Shown.of(note, 900);
  }
}
