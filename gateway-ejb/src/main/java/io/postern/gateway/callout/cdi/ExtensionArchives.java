package io.postern.gateway.callout.cdi;

import io.postern.gateway.controldb.FsyncAfterCommit;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The archives of extensions in the database; each call is a transaction of its own. */
@Stateless
public class ExtensionArchives {

  /** Revisions of a name whose archives are kept; of older ones the row stays as history. */
  static final int KEPT = 3;

  @PersistenceContext(unitName = "postern")
  private EntityManager entities;

  /** For the container, which sets the entity manager. */
  public ExtensionArchives() {}

  /** With this entity manager; the caller begins and ends the transactions. */
  public ExtensionArchives(EntityManager entities) {
    this.entities = entities;
  }

  /** All revisions, by name, newest first, without their contents. */
  public List<ExtensionArchive> all() {
    return entities
        .createQuery(
            "select a.name, a.revision, a.fileName, a.sha256, a.enabled, a.deployedBy,"
                + " a.deployedAt, case when a.content is null then 0 else 1 end"
                + " from ExtensionArchive a order by a.name, a.revision desc",
            Object[].class)
        .getResultStream()
        .map(ExtensionArchives::value)
        .toList();
  }

  /** The archive itself, when it is still kept. */
  public Optional<byte[]> content(String name, int revision) {
    return entities
        .createQuery(
            "select a.content from ExtensionArchive a"
                + " where a.name = :name and a.revision = :revision and a.content is not null",
            byte[].class)
        .setParameter("name", name)
        .setParameter("revision", revision)
        .getResultStream()
        .findFirst();
  }

  /** Adds a revision as the enabled one of its name, and forgets contents beyond those kept. */
  @Interceptors(FsyncAfterCommit.class)
  public void add(ExtensionArchive archive, byte[] content) {
    disable(archive.name());
    entities.persist(new ExtensionArchiveRow(archive, content));
    entities.flush();
    entities
        .createQuery(
            "update ExtensionArchive a set a.content = null"
                + " where a.name = :name and a.revision <= :oldest")
        .setParameter("name", archive.name())
        .setParameter("oldest", archive.revision() - KEPT)
        .executeUpdate();
    entities.clear();
  }

  /** Undoes {@link #add}: removes the revision and enables the former one, if there was any. */
  @Interceptors(FsyncAfterCommit.class)
  public void takeBack(String name, int revision, OptionalInt former) {
    entities
        .createQuery(
            "delete from ExtensionArchive a where a.name = :name and a.revision = :revision")
        .setParameter("name", name)
        .setParameter("revision", revision)
        .executeUpdate();
    former.ifPresent(number -> enable(name, number));
  }

  /** No revision of the name is deployed at start any more. */
  @Interceptors(FsyncAfterCommit.class)
  public void disable(String name) {
    entities
        .createQuery("update ExtensionArchive a set a.enabled = false where a.name = :name")
        .setParameter("name", name)
        .executeUpdate();
  }

  private void enable(String name, int revision) {
    entities
        .createQuery(
            "update ExtensionArchive a set a.enabled = true"
                + " where a.name = :name and a.revision = :revision")
        .setParameter("name", name)
        .setParameter("revision", revision)
        .executeUpdate();
  }

  private static ExtensionArchive value(Object[] row) {
    return new ExtensionArchive(
        (String) row[0],
        (Integer) row[1],
        (String) row[2],
        (String) row[3],
        (Boolean) row[4],
        (String) row[5],
        (Instant) row[6],
        ((Number) row[7]).intValue() == 1);
  }
}
