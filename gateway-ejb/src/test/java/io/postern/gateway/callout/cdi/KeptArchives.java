package io.postern.gateway.callout.cdi;

import io.postern.gateway.controldb.TemporaryDatabase;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/** The archives in a test's database, each call in a transaction, as the container does it. */
final class KeptArchives extends ExtensionArchives {

  private final TemporaryDatabase database;
  private boolean failing;

  KeptArchives(TemporaryDatabase database) {
    this.database = database;
  }

  /** From now on nothing is written. */
  void fail(boolean fails) {
    failing = fails;
  }

  @Override
  public List<ExtensionArchive> all() {
    return in(entities -> new ExtensionArchives(entities).all());
  }

  @Override
  public Optional<byte[]> content(String name, int revision) {
    return in(entities -> new ExtensionArchives(entities).content(name, revision));
  }

  @Override
  public void add(ExtensionArchive archive, byte[] content) {
    write(entities -> entities.add(archive, content));
  }

  @Override
  public void takeBack(String name, int revision, OptionalInt former) {
    write(entities -> entities.takeBack(name, revision, former));
  }

  @Override
  public void disable(String name) {
    write(entities -> entities.disable(name));
  }

  private void write(Consumer<ExtensionArchives> work) {
    if (failing) {
      throw new IllegalStateException("disk full");
    }
    in(
        entities -> {
          work.accept(new ExtensionArchives(entities));
          return true;
        });
  }

  private <T> T in(Function<EntityManager, T> work) {
    return database.transaction(work);
  }
}
